package io.mirstream.query.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryConfigTest {
    @Test
    void nothing_configured_means_these_defaults() {
        QueryConfig config = config(Map.of());

        assertThat(config.opensearch().url()).isEqualTo(URI.create("http://127.0.0.1:29200"));
        assertThat(config.opensearch().username()).isEmpty();
        assertThat(config.opensearch().password()).isEmpty();
        assertThat(config.query().embed()).containsExactly(URI.create("http://127.0.0.1:28082"));
        assertThat(config.query().exactBelow()).isEqualTo(10_000);
        assertThat(config.query().sliceCacheMib()).isEqualTo(48);
        assertThat(config.query().evaluations()).isEqualTo(50);
        assertThat(config.query().liveCache()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.query().embedCache()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.query().embedTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void every_property_is_read_under_its_name() {
        QueryConfig config = config(Map.of(
                "mirstream.opensearch.url", "https://search:9200",
                "mirstream.opensearch.username", "reader",
                "mirstream.opensearch.password", "a secret",
                "mirstream.query.embed", "http://embed:8080,http://next:8080",
                "mirstream.query.exact-below", "5",
                "mirstream.query.slice-cache-mib", "0",
                "mirstream.query.viewers.OHIF.url", "https://ohif.example/{studyUid}",
                "mirstream.query.evaluations", "0",
                "mirstream.query.embed-timeout", "3m"));

        assertThat(config.opensearch().url()).isEqualTo(URI.create("https://search:9200"));
        assertThat(config.opensearch().username()).contains("reader");
        assertThat(config.opensearch().password()).contains("a secret");
        assertThat(config.query().embed())
                .containsExactly(URI.create("http://embed:8080"), URI.create("http://next:8080"));
        assertThat(config.query().exactBelow()).isEqualTo(5);
        assertThat(config.query().sliceCacheMib()).isZero();
        assertThat(config.query().evaluations()).isZero();
        assertThat(config.query().embedTimeout()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.query().viewers().get("OHIF").url()).isEqualTo("https://ohif.example/{studyUid}");
    }

    @Test
    void misspelt_property_stops_the_start() {
        assertThatThrownBy(() -> config(Map.of("mirstream.query.exact-bellow", "5")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("mirstream.query.exact-bellow");
    }

    private static QueryConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(QueryConfig.class)
                .build()
                .getConfigMapping(QueryConfig.class);
    }
}
