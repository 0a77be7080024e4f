package io.mirstream.embed.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {
    @Test
    void nothing_configured_means_these_defaults() {
        EmbedConfig config = config(Map.of()).getConfigMapping(EmbedConfig.class);

        assertThat(config.model().directory()).isEmpty();
        assertThat(config.model().providers()).containsExactly("cpu");
        assertThat(config.model().threads()).isEqualTo(1);
        assertThat(config.work().enabled()).isTrue();
        assertThat(config.work().studiesInFlight()).isEqualTo(2);
        assertThat(config.work().queue()).isEqualTo(4);
        assertThat(config.work().attempts()).isEqualTo(4);
        assertThat(config.work().backoff()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.work().externalBackoff()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.decode().threads()).isZero();
        assertThat(config.query().concurrency()).isEqualTo(4);
        assertThat(config.query().maxTexts()).isEqualTo(256);
    }

    @Test
    void every_property_is_read_under_its_name() {
        EmbedConfig config = config(Map.ofEntries(
                        Map.entry("mirstream.embed.model.directory", "/models/mine"),
                        Map.entry("mirstream.embed.model.providers", "cuda,cpu"),
                        Map.entry("mirstream.embed.model.threads", "8"),
                        Map.entry("mirstream.embed.work.enabled", "false"),
                        Map.entry("mirstream.embed.work.studies-in-flight", "3"),
                        Map.entry("mirstream.embed.work.queue", "5"),
                        Map.entry("mirstream.embed.work.attempts", "6"),
                        Map.entry("mirstream.embed.work.backoff", "1s"),
                        Map.entry("mirstream.embed.work.external-backoff", "1m"),
                        Map.entry("mirstream.embed.decode.threads", "7"),
                        Map.entry("mirstream.embed.query.concurrency", "9"),
                        Map.entry("mirstream.embed.query.max-texts", "10")))
                .getConfigMapping(EmbedConfig.class);

        assertThat(config.model().directory()).contains(Path.of("/models/mine"));
        assertThat(config.model().providers()).containsExactly("cuda", "cpu");
        assertThat(config.model().threads()).isEqualTo(8);
        assertThat(config.work().enabled()).isFalse();
        assertThat(config.work().studiesInFlight()).isEqualTo(3);
        assertThat(config.work().queue()).isEqualTo(5);
        assertThat(config.work().attempts()).isEqualTo(6);
        assertThat(config.work().backoff()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.work().externalBackoff()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.decode().threads()).isEqualTo(7);
        assertThat(config.query().concurrency()).isEqualTo(9);
        assertThat(config.query().maxTexts()).isEqualTo(10);
    }

    @Test
    void misspelt_property_stops_the_start() {
        assertThatThrownBy(() -> config(Map.of("mirstream.embed.work.attemps", "6")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("mirstream.embed.work.attemps");
    }

    @Test
    void no_location_is_allowed_unless_roots_are_named() {
        assertThat(config(Map.of()).getConfigMapping(LocationConfig.class).roots())
                .isEmpty();
        assertThat(config(Map.of("mirstream.locations.roots", "/data,/archive"))
                        .getConfigMapping(LocationConfig.class)
                        .roots())
                .contains(List.of(Path.of("/data"), Path.of("/archive")));
    }

    @Test
    void files_of_images_are_read_by_the_own_reader_unless_another_one_is_named() {
        assertThat(config(Map.of()).getConfigMapping(ImagingConfig.class).reader())
                .isEqualTo("own");
        assertThat(config(Map.of("mirstream.imaging.reader", "dcm4che"))
                        .getConfigMapping(ImagingConfig.class)
                        .reader())
                .isEqualTo("dcm4che");
    }

    @Test
    void reader_that_is_not_on_the_class_path_stops_the_start() {
        SmallRyeConfig config = config(Map.of("mirstream.imaging.reader", "another"));

        assertThatThrownBy(() -> new EmbedApplication(
                        config.getConfigMapping(EmbedConfig.class),
                        config.getConfigMapping(LocationConfig.class),
                        config.getConfigMapping(ImagingConfig.class),
                        new SimpleMeterRegistry(),
                        "127.0.0.1:1"))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.READER_UNAVAILABLE));
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(EmbedConfig.class)
                .withMapping(LocationConfig.class)
                .withMapping(ImagingConfig.class)
                .build();
    }
}
