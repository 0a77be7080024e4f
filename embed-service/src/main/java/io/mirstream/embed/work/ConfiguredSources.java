package io.mirstream.embed.work;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.location.DicomwebRoot;
import io.mirstream.contracts.location.S3Root;
import io.mirstream.embed.dicomweb.DicomwebOptions;
import io.mirstream.embed.dicomweb.DicomwebStudies;
import io.mirstream.embed.locate.FileLocations;
import io.mirstream.embed.locate.OpenStudy;
import io.mirstream.embed.locate.Spool;
import io.mirstream.embed.locate.StudySource;
import io.mirstream.embed.locate.StudySources;
import io.mirstream.embed.s3.S3Options;
import io.mirstream.embed.s3.S3Studies;
import io.mirstream.imaging.ReadLimits;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sources of studies that the configuration asks for; one with no root is not there. */
final class ConfiguredSources implements StudySource, AutoCloseable {
    private final StudySources sources;
    private final List<AutoCloseable> clients;

    private ConfiguredSources(StudySources sources, List<AutoCloseable> clients) {
        this.sources = sources;
        this.clients = clients;
    }

    /** @throws IllegalArgumentException for settings that cannot be meant: they stop the start */
    static ConfiguredSources of(LocationConfig config, ReadLimits limits) {
        Spool spool = new Spool(
                config.spool().directory(),
                new Spool.Limits(
                        limits.maxFiles(),
                        limits.maxFileBytes(),
                        config.spool().maxBytes().asLongValue()));
        Map<String, StudySource> byScheme = new HashMap<>();
        List<AutoCloseable> clients = new java.util.ArrayList<>();
        byScheme.put("file", new FileLocations(config.roots().orElse(List.of())));
        DicomwebOptions dicomweb = dicomweb(config.dicomweb());
        if (!dicomweb.roots().isEmpty()) {
            DicomwebStudies studies = new DicomwebStudies(dicomweb, spool);
            byScheme.put("http", studies);
            byScheme.put("https", studies);
            clients.add(studies);
        }
        S3Options s3 = s3(config.s3());
        if (!s3.roots().isEmpty()) {
            S3Studies studies = new S3Studies(s3, spool);
            byScheme.put("s3", studies);
            clients.add(studies);
        }
        return new ConfiguredSources(new StudySources(byScheme), clients);
    }

    private static DicomwebOptions dicomweb(LocationConfig.Dicomweb config) {
        Map<DicomwebRoot, String> authorizations = new HashMap<>();
        config.credentials()
                .forEach((name, credentials) ->
                        authorizations.put(new DicomwebRoot(credentials.root()), authorization(name, credentials)));
        return new DicomwebOptions(
                config.roots().orElse(List.of()).stream().map(DicomwebRoot::new).toList(),
                authorizations,
                config.connectTimeout(),
                config.readTimeout(),
                config.studyTimeout(),
                config.attempts(),
                config.backoff(),
                config.maxRetryAfter(),
                config.pageSize(),
                config.trustStore().map(file -> new DicomwebOptions.TrustStore(file, config.trustStorePassword())));
    }

    private static String authorization(String name, LocationConfig.Credentials credentials) {
        if (credentials.token().isPresent() == credentials.username().isPresent()) {
            throw new IllegalArgumentException("mirstream.locations.dicomweb.credentials." + name
                    + " must have either a token, or a username and a password");
        }
        return credentials
                .token()
                .map(DicomwebOptions::bearer)
                .orElseGet(() -> DicomwebOptions.basic(
                        credentials.username().orElseThrow(),
                        credentials.password().orElse("")));
    }

    private static S3Options s3(LocationConfig.S3 config) {
        if (config.accessKey().isPresent() != config.secretKey().isPresent()) {
            throw new IllegalArgumentException(
                    "mirstream.locations.s3.access-key and secret-key belong together: set both or none");
        }
        return new S3Options(
                config.roots().orElse(List.of()).stream().map(S3Root::of).toList(),
                config.endpoint(),
                config.region(),
                config.pathStyle(),
                config.accessKey()
                        .map(key -> new S3Options.Credentials(
                                key, config.secretKey().orElseThrow())),
                config.connectTimeout(),
                config.readTimeout(),
                config.objectTimeout(),
                config.attempts());
    }

    /** @throws CodedException besides those of the sources, {@code LOCATION_SCHEME_UNSUPPORTED} */
    @Override
    public OpenStudy open(URI location, StudyUid study) {
        return sources.open(location, study);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
    }
}
