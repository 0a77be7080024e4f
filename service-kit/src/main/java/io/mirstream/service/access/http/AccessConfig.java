package io.mirstream.service.access.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may ask. */
@ConfigMapping(prefix = "mirstream.access")
public interface AccessConfig {
    /** Off only on loopback. */
    @WithDefault("false")
    boolean enabled();

    /** Keys by name; the name is what audit and limits know the caller by. */
    Map<String, Key> keys();

    /** By which this service is known to the others; a key of theirs with the role {@code service}. */
    Optional<String> ownKey();

    Oidc oidc();

    Rate rate();

    /** What a caller is given. */
    interface Grant {
        /** reader, ingest, admin, service. */
        List<String> roles();

        /** Names, or * for all; reader and ingest need some. */
        Optional<List<String>> collections();
    }

    /** A static key. */
    interface Key extends Grant {
        /** Of the key's bytes, in hexadecimal. */
        String sha256();
    }

    /** Bearer tokens; the provider is configured by {@code quarkus.oidc.*}. */
    interface Oidc {
        @WithDefault("false")
        boolean enabled();

        /** By a value of the roles claim ({@code quarkus.oidc.roles.role-claim-path}); other values give nothing. */
        Map<String, Grant> grants();
    }

    /** Of each caller. */
    interface Rate {
        @WithDefault("100")
        double perSecond();

        /** At once, after a pause. */
        @WithDefault("200")
        int burst();
    }
}
