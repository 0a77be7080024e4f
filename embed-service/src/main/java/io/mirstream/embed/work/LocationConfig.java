package io.mirstream.embed.work;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where studies may lie. */
@ConfigMapping(prefix = "mirstream.locations")
public interface LocationConfig {
    /** Absolute folders that {@code file:} locations may lie under; nothing is allowed when absent. */
    Optional<List<Path>> roots();

    Spool spool();

    Dicomweb dicomweb();

    S3 s3();

    /** Where studies are put while they are read that do not lie on local disk. */
    interface Spool {
        /** The system's temporary folder when absent. */
        Optional<Path> directory();

        /** Of one study. */
        @WithDefault("4G")
        MemorySize maxBytes();
    }

    /** {@code http:} and {@code https:} locations. */
    interface Dicomweb {
        /** Services that studies may be read from, such as https://pacs.example/dicom-web; none when absent. */
        Optional<List<URI>> roots();

        /** By names of the operator's choice. */
        Map<String, Credentials> credentials();

        @WithDefault("5s")
        Duration connectTimeout();

        /** Until an answer begins, and between its bytes. */
        @WithDefault("30s")
        Duration readTimeout();

        /** For all of a study. */
        @WithDefault("30m")
        Duration studyTimeout();

        /** Attempts at each request. */
        @WithDefault("4")
        int attempts();

        /** Before the second attempt; doubles each time. */
        @WithDefault("500ms")
        Duration backoff();

        /** The longest wait that a service may ask for. */
        @WithDefault("30s")
        Duration maxRetryAfter();

        /** Instances that are listed at a time. */
        @WithDefault("500")
        int pageSize();

        /** A key store (PKCS12 or JKS) with the certificates to trust, instead of the JDK's. */
        Optional<Path> trustStore();

        @WithDefault("changeit")
        String trustStorePassword();
    }

    /** For one service: a token, or a name and a password. */
    interface Credentials {
        /** The root that they are for, as it stands among the roots. */
        URI root();

        Optional<String> token();

        Optional<String> username();

        Optional<String> password();
    }

    /** {@code s3:} locations. */
    interface S3 {
        /** Buckets and prefixes that studies may be read from, such as s3://studies/ct/; none when absent. */
        Optional<List<URI>> roots();

        /** Of an S3-compatible store; AWS when absent. */
        Optional<URI> endpoint();

        @WithDefault("us-east-1")
        String region();

        /** Whether the bucket stands in the path instead of the host's name. */
        @WithDefault("false")
        boolean pathStyle();

        /** AWS' usual places (environment, profile, role) when absent. */
        Optional<String> accessKey();

        Optional<String> secretKey();

        @WithDefault("5s")
        Duration connectTimeout();

        /** Until an answer begins, and between its bytes. */
        @WithDefault("30s")
        Duration readTimeout();

        /** For one object or listing, with all attempts. */
        @WithDefault("30m")
        Duration objectTimeout();

        /** Attempts at each request. */
        @WithDefault("4")
        int attempts();
    }
}
