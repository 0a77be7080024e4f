package io.mirstream.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestConfigTest {
    @Test
    void nothing_configured_means_these_defaults() {
        IngestConfig config = config(Map.of());

        assertThat(config.intake().enabled()).isTrue();
        assertThat(config.intake().stateDir())
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "mirstream-intake"));
        assertThat(config.intake().threads()).isEqualTo(1);
        assertThat(config.intake().commitInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.index().enabled()).isTrue();
        assertThat(config.index().batchRecords()).isEqualTo(20);
        assertThat(config.index().backoff()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.index().engine()).isEqualTo("lucene");
        assertThat(config.index().shards()).isEqualTo(1);
        assertThat(config.index().replicas()).isZero();
        assertThat(config.index().m()).isEqualTo(16);
        assertThat(config.index().efConstruction()).isEqualTo(128);
        assertThat(config.status().enabled()).isTrue();
        assertThat(config.status().batchRecords()).isEqualTo(200);
        assertThat(config.opensearch().url()).isEqualTo(URI.create("http://127.0.0.1:29200"));
        assertThat(config.opensearch().username()).isEmpty();
        assertThat(config.opensearch().password()).isEmpty();
        assertThat(config.embed().url()).isEqualTo(URI.create("http://127.0.0.1:28082"));
        assertThat(config.query().url()).isEqualTo(URI.create("http://127.0.0.1:28080"));
        assertThat(config.locations().roots()).isEmpty();
        assertThat(config.locations().dicomweb().roots()).isEmpty();
        assertThat(config.locations().s3().roots()).isEmpty();
    }

    @Test
    void every_property_is_read_under_its_name() {
        IngestConfig config = config(Map.ofEntries(
                Map.entry("mirstream.intake.enabled", "false"),
                Map.entry("mirstream.intake.state-dir", "/state"),
                Map.entry("mirstream.intake.threads", "3"),
                Map.entry("mirstream.intake.commit-interval", "2s"),
                Map.entry("mirstream.index.enabled", "false"),
                Map.entry("mirstream.index.batch-records", "4"),
                Map.entry("mirstream.index.backoff", "5s"),
                Map.entry("mirstream.index.engine", "faiss"),
                Map.entry("mirstream.index.shards", "6"),
                Map.entry("mirstream.index.replicas", "7"),
                Map.entry("mirstream.index.m", "8"),
                Map.entry("mirstream.index.ef-construction", "9"),
                Map.entry("mirstream.status.enabled", "false"),
                Map.entry("mirstream.status.batch-records", "10"),
                Map.entry("mirstream.opensearch.url", "https://search:9200"),
                Map.entry("mirstream.opensearch.username", "writer"),
                Map.entry("mirstream.opensearch.password", "word"),
                Map.entry("mirstream.embed.url", "http://embed"),
                Map.entry("mirstream.query.url", "http://query"),
                Map.entry("mirstream.locations.roots", "/data,/archive"),
                Map.entry("mirstream.locations.dicomweb.roots", "https://pacs,http://10.0.0.1:8042/dicom-web"),
                Map.entry("mirstream.locations.s3.roots", "s3://studies/ct/")));

        assertThat(config.intake().enabled()).isFalse();
        assertThat(config.intake().stateDir()).isEqualTo(Path.of("/state"));
        assertThat(config.intake().threads()).isEqualTo(3);
        assertThat(config.intake().commitInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.index().enabled()).isFalse();
        assertThat(config.index().batchRecords()).isEqualTo(4);
        assertThat(config.index().backoff()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.index().engine()).isEqualTo("faiss");
        assertThat(config.index().shards()).isEqualTo(6);
        assertThat(config.index().replicas()).isEqualTo(7);
        assertThat(config.index().m()).isEqualTo(8);
        assertThat(config.index().efConstruction()).isEqualTo(9);
        assertThat(config.status().enabled()).isFalse();
        assertThat(config.status().batchRecords()).isEqualTo(10);
        assertThat(config.opensearch().url()).isEqualTo(URI.create("https://search:9200"));
        assertThat(config.opensearch().username()).contains("writer");
        assertThat(config.opensearch().password()).contains("word");
        assertThat(config.embed().url()).isEqualTo(URI.create("http://embed"));
        assertThat(config.query().url()).isEqualTo(URI.create("http://query"));
        assertThat(config.locations().roots()).contains(List.of(Path.of("/data"), Path.of("/archive")));
        assertThat(config.locations().dicomweb().roots())
                .contains(List.of(URI.create("https://pacs"), URI.create("http://10.0.0.1:8042/dicom-web")));
        assertThat(config.locations().s3().roots()).contains(List.of(URI.create("s3://studies/ct/")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mirstream.index.batch-record",
                "mirstream.locations.root",
                "mirstream.locations.dicomweb.token",
                "mirstream.opensearch.user",
                "mirstream.indexer.enabled"
            })
    void misspelt_property_stops_the_start(String property) {
        assertThatThrownBy(() -> config(Map.of(property, "1")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(property);
    }

    @Test
    void environment_may_hold_what_the_embed_service_needs() {
        IngestConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new EnvConfigSource(Map.of("MIRSTREAM_LOCATIONS_S3_SECRET_KEY", "secret"), 300),
                        new PropertiesConfigSource(
                                Map.of("java.io.tmpdir", System.getProperty("java.io.tmpdir")), "system", 50))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(IngestConfig.class)
                .build()
                .getConfigMapping(IngestConfig.class);

        assertThat(config.locations().s3().roots()).isEmpty();
    }

    private static IngestConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new PropertiesConfigSource(properties, "test", 100),
                        new PropertiesConfigSource(
                                Map.of("java.io.tmpdir", System.getProperty("java.io.tmpdir")), "system", 50))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(IngestConfig.class)
                .build()
                .getConfigMapping(IngestConfig.class);
    }
}
