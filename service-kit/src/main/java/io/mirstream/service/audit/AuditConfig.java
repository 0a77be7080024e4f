package io.mirstream.service.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The audit. */
@ConfigMapping(prefix = "mirstream.audit")
public interface AuditConfig {
    /** Whether it is written; if not, it goes nowhere. */
    @WithDefault("true")
    boolean enabled();

    /** Whether nothing is answered that is not audited: then the service answers as long as the broker does. */
    @WithDefault("false")
    boolean required();

    /** How long an answer waits for its record, when required. */
    @WithDefault("2s")
    Duration patience();

    /** Records that wait while the broker does not take them; more are lost, and counted. */
    @WithDefault("10000")
    int room();
}
