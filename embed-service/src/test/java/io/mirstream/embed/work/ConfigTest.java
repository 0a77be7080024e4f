package io.mirstream.embed.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.embed.onnx.ExecutionOptions;
import io.mirstream.embed.preview.PreviewSpec;
import io.mirstream.imaging.ReadLimits;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    @Test
    void nothing_configured_means_these_defaults() {
        EmbedConfig config = config(Map.of()).getConfigMapping(EmbedConfig.class);

        assertThat(config.model().directory()).isEmpty();
        assertThat(config.model().providers()).containsExactly("cpu");
        assertThat(config.model().threads()).isEqualTo(1);
        assertThat(ConfiguredExecution.of(config.model())).isEqualTo(ExecutionOptions.of(List.of("cpu"), 1));
        assertThat(config.work().enabled()).isTrue();
        assertThat(config.work().studiesInFlight()).isEqualTo(3);
        assertThat(config.work().queue()).isEqualTo(4);
        assertThat(config.work().attempts()).isEqualTo(4);
        assertThat(config.work().backoff()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.work().externalBackoff()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.decode().threads()).isZero();
        assertThat(config.inference().threads()).isZero();
        assertThat(config.inference().batch()).isZero();
        assertThat(config.inference().waiting().asLongValue()).isEqualTo(16L << 20);
        assertThat(config.query().concurrency()).isEqualTo(4);
        assertThat(config.query().maxTexts()).isEqualTo(256);
    }

    @Test
    void previews_are_made_unless_they_are_switched_off() {
        PreviewConfig config = config(Map.of()).getConfigMapping(PreviewConfig.class);

        assertThat(config.enabled()).isTrue();
        assertThat(new PreviewSpec(config.slices(), config.pixels(), config.coronalPixels()))
                .isEqualTo(PreviewSpec.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"0, 128, 256", "33, 128, 256", "32, 15, 256", "32, 193, 256", "32, 128, 257"})
    void previews_that_a_record_would_not_hold_are_refused_at_the_start(int slices, int pixels, int coronalPixels) {
        assertThatThrownBy(() -> new PreviewSpec(slices, pixels, coronalPixels))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mirstream.previews.");
    }

    @Test
    void every_property_is_read_under_its_name() {
        EmbedConfig config = config(Map.ofEntries(
                        Map.entry("mirstream.embed.model.directory", "/models/mine"),
                        Map.entry("mirstream.embed.model.providers", "cuda,cpu"),
                        Map.entry("mirstream.embed.model.threads", "8"),
                        Map.entry("mirstream.embed.model.devices", "0,1"),
                        Map.entry("mirstream.embed.model.warm-ups", "3"),
                        Map.entry("mirstream.embed.model.cuda.gpu-mem-limit", "6G"),
                        Map.entry("mirstream.embed.model.cuda.arena-extend-strategy", "kSameAsRequested"),
                        Map.entry("mirstream.embed.model.cuda.cudnn-conv-algo-search", "HEURISTIC"),
                        Map.entry("mirstream.embed.model.tensorrt.fp16", "true"),
                        Map.entry("mirstream.embed.model.tensorrt.engine-cache", "/engines"),
                        Map.entry("mirstream.embed.model.tensorrt.timing-cache", "/timings"),
                        Map.entry("mirstream.embed.model.tensorrt.profile.min", "1"),
                        Map.entry("mirstream.embed.model.tensorrt.profile.opt", "8"),
                        Map.entry("mirstream.embed.model.tensorrt.profile.max", "16"),
                        Map.entry("mirstream.embed.work.enabled", "false"),
                        Map.entry("mirstream.embed.work.studies-in-flight", "2"),
                        Map.entry("mirstream.embed.work.queue", "5"),
                        Map.entry("mirstream.embed.work.attempts", "6"),
                        Map.entry("mirstream.embed.work.backoff", "1s"),
                        Map.entry("mirstream.embed.work.external-backoff", "1m"),
                        Map.entry("mirstream.embed.decode.threads", "7"),
                        Map.entry("mirstream.embed.inference.threads", "11"),
                        Map.entry("mirstream.embed.inference.batch", "12"),
                        Map.entry("mirstream.embed.inference.waiting", "13M"),
                        Map.entry("mirstream.embed.query.concurrency", "9"),
                        Map.entry("mirstream.embed.query.max-texts", "10")))
                .getConfigMapping(EmbedConfig.class);

        assertThat(config.model().directory()).contains(Path.of("/models/mine"));
        assertThat(config.model().providers()).containsExactly("cuda", "cpu");
        assertThat(ConfiguredExecution.of(config.model()))
                .isEqualTo(new ExecutionOptions(
                        List.of("cuda", "cpu"),
                        List.of(0, 1),
                        8,
                        Optional.of(3),
                        new ExecutionOptions.Cuda(
                                Optional.of(6L << 30), Optional.of("kSameAsRequested"), Optional.of("HEURISTIC")),
                        new ExecutionOptions.TensorRt(
                                Optional.of(true),
                                Optional.of(Path.of("/engines")),
                                Optional.of(Path.of("/timings")),
                                new ExecutionOptions.Profile(Optional.of(1), Optional.of(8), Optional.of(16)))));
        assertThat(config.work().enabled()).isFalse();
        assertThat(config.work().studiesInFlight()).isEqualTo(2);
        assertThat(config.work().queue()).isEqualTo(5);
        assertThat(config.work().attempts()).isEqualTo(6);
        assertThat(config.work().backoff()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.work().externalBackoff()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.decode().threads()).isEqualTo(7);
        assertThat(config.inference().threads()).isEqualTo(11);
        assertThat(config.inference().batch()).isEqualTo(12);
        assertThat(config.inference().waiting().asLongValue()).isEqualTo(13L << 20);
        assertThat(config.query().concurrency()).isEqualTo(9);
        assertThat(config.query().maxTexts()).isEqualTo(10);
    }

    @Test
    void misspelt_property_stops_the_start() {
        assertThatThrownBy(() -> config(Map.of("mirstream.embed.work.attemps", "6")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("mirstream.embed.work.attemps");
    }

    @ParameterizedTest
    @CsvSource({
        "providers, 'cuda,rocm'",
        "devices, '0,0'",
        "devices, -1",
        "threads, 0",
        "warm-ups, -1",
        "cuda.gpu-mem-limit, 0",
        "cuda.arena-extend-strategy, twice",
        "cuda.cudnn-conv-algo-search, FAST",
    })
    void execution_that_cannot_be_meant_is_refused_by_the_name_of_its_property(String name, String value) {
        String property = "mirstream.embed.model." + name;
        EmbedConfig.Model model = config(Map.of(property, value))
                .getConfigMapping(EmbedConfig.class)
                .model();

        assertThatThrownBy(() -> ConfiguredExecution.of(model))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining(property + " ");
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
                        config.getConfigMapping(PreviewConfig.class),
                        new SimpleMeterRegistry(),
                        "127.0.0.1:1"))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.READER_UNAVAILABLE));
    }

    @Test
    void nothing_but_files_is_read_unless_services_and_buckets_are_named() {
        LocationConfig config = config(Map.of()).getConfigMapping(LocationConfig.class);

        assertThat(config.spool().directory()).isEmpty();
        assertThat(config.spool().maxBytes().asLongValue()).isEqualTo(4L << 30);
        assertThat(config.dicomweb().roots()).isEmpty();
        assertThat(config.dicomweb().credentials()).isEmpty();
        assertThat(config.dicomweb().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.dicomweb().readTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.dicomweb().studyTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.dicomweb().attempts()).isEqualTo(4);
        assertThat(config.dicomweb().backoff()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.dicomweb().maxRetryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.dicomweb().pageSize()).isEqualTo(500);
        assertThat(config.dicomweb().trustStore()).isEmpty();
        assertThat(config.s3().roots()).isEmpty();
        assertThat(config.s3().endpoint()).isEmpty();
        assertThat(config.s3().region()).isEqualTo("us-east-1");
        assertThat(config.s3().pathStyle()).isFalse();
        assertThat(config.s3().objectTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.s3().attempts()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "file:///data/study, LOCATION_FORBIDDEN",
        "https://pacs.example/studies/1.2.3, LOCATION_SCHEME_UNSUPPORTED",
        "s3://studies/1, LOCATION_SCHEME_UNSUPPORTED",
        "ftp://pacs.example/1, LOCATION_SCHEME_UNSUPPORTED",
    })
    void by_default_no_location_is_opened(URI location, ErrorCode code) throws Exception {
        try (ConfiguredSources sources = sources(Map.of())) {
            assertThatThrownBy(() -> sources.open(location, new StudyUid("1.2.3")))
                    .isInstanceOfSatisfying(
                            CodedException.class,
                            refused -> assertThat(refused.code()).isEqualTo(code));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://pacs.example/studies/1.2.30, STUDY_UID_MISMATCH",
        "http://pacs.example/studies/1.2.3, LOCATION_FORBIDDEN",
        "HTTPS://other.example/studies/1.2.3, LOCATION_FORBIDDEN",
        "s3://studies/mr/1, LOCATION_FORBIDDEN",
    })
    void each_scheme_has_its_own_rules(URI location, ErrorCode code) throws Exception {
        Map<String, String> properties = Map.of(
                "mirstream.locations.dicomweb.roots", "https://pacs.example",
                "mirstream.locations.dicomweb.credentials.pacs.root", "https://pacs.example/",
                "mirstream.locations.dicomweb.credentials.pacs.token", "abc",
                "mirstream.locations.s3.roots", "s3://studies/ct/",
                "mirstream.locations.s3.access-key", "key",
                "mirstream.locations.s3.secret-key", "secret");

        try (ConfiguredSources sources = sources(properties)) {
            assertThatThrownBy(() -> sources.open(location, new StudyUid("1.2.3")))
                    .isInstanceOfSatisfying(
                            CodedException.class,
                            refused -> assertThat(refused.code()).isEqualTo(code));
        }
    }

    @Test
    void secrets_may_stand_in_the_environment() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(
                        Map.of(
                                "MIRSTREAM_LOCATIONS_DICOMWEB_CREDENTIALS_PACS_ROOT", "https://pacs.example",
                                "MIRSTREAM_LOCATIONS_DICOMWEB_CREDENTIALS_PACS_TOKEN", "abc",
                                "MIRSTREAM_LOCATIONS_S3_SECRET_KEY", "secret"),
                        300))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(LocationConfig.class)
                .build();

        LocationConfig locations = config.getConfigMapping(LocationConfig.class);

        assertThat(locations.dicomweb().credentials())
                .hasEntrySatisfying("pacs", pacs -> assertThat(pacs.token()).contains("abc"));
        assertThat(locations.s3().secretKey()).contains("secret");
    }

    @Test
    void settings_that_cannot_be_meant_stop_the_start() {
        for (Map<String, String> properties : List.of(
                Map.of("mirstream.locations.dicomweb.roots", "pacs.example"),
                Map.of("mirstream.locations.s3.roots", "s3://studies/ct"),
                Map.of("mirstream.locations.s3.access-key", "key"),
                Map.of(
                        "mirstream.locations.dicomweb.credentials.a.root", "https://pacs.example",
                        "mirstream.locations.dicomweb.credentials.a.token", "abc"),
                Map.of(
                        "mirstream.locations.dicomweb.roots", "https://pacs.example",
                        "mirstream.locations.dicomweb.credentials.a.root", "https://pacs.example"),
                Map.of(
                        "mirstream.locations.dicomweb.roots", "https://pacs.example",
                        "mirstream.locations.dicomweb.trust-store", "/nowhere/trust.p12"))) {
            assertThatThrownBy(() -> sources(properties))
                    .as(properties.toString())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static ConfiguredSources sources(Map<String, String> properties) {
        return ConfiguredSources.of(config(properties).getConfigMapping(LocationConfig.class), ReadLimits.DEFAULT);
    }

    private static SmallRyeConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(EmbedConfig.class)
                .withMapping(LocationConfig.class)
                .withMapping(ImagingConfig.class)
                .withMapping(PreviewConfig.class)
                .build();
    }
}
