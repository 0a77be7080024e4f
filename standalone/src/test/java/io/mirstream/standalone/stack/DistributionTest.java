package io.mirstream.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionTest {
    @TempDir
    Path checkout;

    @Test
    void what_is_not_built_is_named_with_what_to_do() throws IOException {
        Distribution distribution = new Distribution(checkout);
        assertNotBuilt(distribution::lib, "standalone/target/dist/lib");
        assertNotBuilt(distribution::openSearch, "standalone/target/dist");

        Files.createDirectories(checkout.resolve("standalone/target/dist/lib"));

        assertThat(distribution.lib()).isEqualTo(checkout.resolve("standalone/target/dist/lib"));
        assertNotBuilt(distribution::openSearch, "opensearch-");
    }

    @ParameterizedTest
    @EnumSource
    void service_that_is_not_built_is_named_with_what_to_do(Service service) throws IOException {
        Distribution distribution = new Distribution(checkout);
        assertNotBuilt(() -> distribution.service(service), service.module());
        Path jar = checkout.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");

        Files.createDirectories(jar.getParent());
        Files.createFile(jar);

        assertThat(distribution.service(service)).isEqualTo(jar);
    }

    @Test
    void newest_search_node_is_taken() throws IOException {
        Path dist = checkout.resolve("standalone/target/dist");
        Files.createDirectories(dist.resolve("opensearch-3.4.0"));
        Files.createDirectories(dist.resolve("opensearch-3.5.0"));
        Files.createDirectories(dist.resolve("lib"));

        assertThat(new Distribution(checkout).openSearch()).isEqualTo(dist.resolve("opensearch-3.5.0"));
    }

    @Test
    void checkout_is_found_above_the_working_folder() {
        assertThat(Distribution.find().checkout().resolve("standalone/pom.xml")).exists();
        assertThat(Path.of(Distribution.java())).isExecutable();
    }

    private static void assertNotBuilt(ThrowingCallable asked, String what) {
        assertThatThrownBy(asked)
                .isInstanceOf(Failure.class)
                .hasMessageContaining(what)
                .hasMessageContaining("build first, with ./mirstream up");
    }

    @Test
    void program_of_a_service_runs_on_all_jars_of_the_service() {
        assertThat(Distribution.program(Path.of("/built"), "the.Program", List.of("/my model", "--json")))
                .containsSequence(
                        "-cp",
                        "/built/app/*:/built/lib/main/*:/built/lib/boot/*",
                        "the.Program",
                        "/my model",
                        "--json");
    }
}
