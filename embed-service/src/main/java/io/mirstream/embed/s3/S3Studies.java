package io.mirstream.embed.s3;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.location.S3Location;
import io.mirstream.embed.locate.OpenStudy;
import io.mirstream.embed.locate.Spool;
import io.mirstream.embed.locate.SpoolFolder;
import io.mirstream.embed.locate.StudySource;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects and prefixes in allowed buckets, fetched to a folder before they are read. */
public final class S3Studies implements StudySource, AutoCloseable {
    /** By which readers know what a file is, whatever it is called. */
    private static final List<String> SUFFIXES = List.of(".nii.gz", ".nii", ".dcm");

    private final S3Options options;
    private final Spool spool;
    private final S3Client store;

    public S3Studies(S3Options options, Spool spool) {
        this.options = options;
        this.spool = spool;
        AwsCredentialsProvider credentials = options.credentials()
                .<AwsCredentialsProvider>map(given -> StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(given.accessKey(), given.secretKey())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(options.region()))
                .credentialsProvider(credentials)
                .forcePathStyle(options.pathStyle())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(options.connectTimeout())
                        .socketTimeout(options.readTimeout()))
                .overrideConfiguration(override -> override.apiCallTimeout(options.objectTimeout())
                        .retryStrategy(retry -> retry.maxAttempts(options.attempts())));
        options.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint)
                        // other stores than AWS do not know the header that asks for checksums, and some refuse it
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED));
        store = builder.build();
    }

    @Override
    public OpenStudy open(URI url, StudyUid study) {
        S3Location location = S3Location.under(options.roots(), url);
        List<String> keys = location.isPrefix() ? list(location) : List.of(location.key());
        SpoolFolder folder = spool.open();
        boolean fetched = false;
        try {
            Path last = null;
            for (String key : keys) {
                last = fetch(location.bucket(), key, folder);
            }
            fetched = true;
            return location.isPrefix() ? folder.asStudy() : folder.asStudy(last);
        } finally {
            if (!fetched) {
                folder.close();
            }
        }
    }

    /** Keys under a prefix, with sizes that fit the budget; keys that stand for folders are left out. */
    private List<String> list(S3Location location) {
        List<String> keys = new ArrayList<>();
        long bytes = 0;
        String continuation = null;
        do {
            String from = continuation;
            ListObjectsV2Response page = coded(() -> store.listObjectsV2(request ->
                    request.bucket(location.bucket()).prefix(location.key()).continuationToken(from)));
            for (S3Object object : page.contents()) {
                if (!object.key().endsWith("/")) {
                    keys.add(object.key());
                    bytes += object.size();
                    spool.limits().checkFiles(keys.size());
                    spool.limits().checkBytes(object.size(), bytes);
                }
            }
            continuation = page.nextContinuationToken();
        } while (continuation != null);
        if (keys.isEmpty()) {
            throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, "the store has no object under the prefix");
        }
        return keys;
    }

    private Path fetch(String bucket, String key, SpoolFolder folder) {
        ResponseTransformer<GetObjectResponse, Path> toFolder = (response, body) -> {
            if (response.contentLength() != null) {
                spool.limits().checkBytes(response.contentLength(), response.contentLength());
            }
            try {
                return folder.add(body, suffix(key));
            } catch (SpoolFolder.BrokenStreamException e) {
                throw RetryableException.create("the stream broke", e);
            } catch (CodedException e) {
                body.abort(); // nobody reads the rest
                throw e;
            }
        };
        return coded(() -> store.getObject(request -> request.bucket(bucket).key(key), toFolder));
    }

    private static String suffix(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().filter(name::endsWith).findFirst().orElse("");
    }

    /**
     * Refused credentials are no reason to stop consuming, as other locations may be fine: their studies fail like those of
     * a folder without permission, and can be sent again.
     */
    private static <T> T coded(Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof CodedException ours) { // which the client wraps
                    throw ours;
                }
            }
            if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
                throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "stopped while fetching a study", e);
            }
            int status = e instanceof S3Exception answer ? answer.statusCode() : 0;
            throw switch (status) {
                case 404 -> new CodedException(ErrorCode.LOCATION_NOT_FOUND, "the store has nothing there", e);
                case 401, 403 ->
                    new CodedException(ErrorCode.LOCATION_UNREADABLE, "the store refuses our credentials", e);
                case 301, 302, 307, 308 ->
                    new CodedException(
                            ErrorCode.LOCATION_FORBIDDEN, "the store leads elsewhere, which is not followed", e);
                default -> new CodedException(ErrorCode.LOCATION_UNREADABLE, "the store did not deliver", e);
            };
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
