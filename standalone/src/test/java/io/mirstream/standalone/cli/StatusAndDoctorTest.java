package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.json.Json;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of homes where nothing runs. */
class StatusAndDoctorTest {
    private static final String[] PROCESSES = {
        "kafka", "opensearch", "embed-service", "ingest-service", "query-service", "eval-service"
    };

    @TempDir
    Path scratch;

    private Home home;

    @BeforeEach
    void inAFreshHome() {
        home = new Home(scratch.resolve("home"));
    }

    @Test
    void status_is_1_with_one_document() {
        Ran ran = run("status", "--json");

        assertThat(ran.exitCode()).isEqualTo(1);
        JsonNode status = ran.json();
        assertThat(status.path("home").asText()).isEqualTo(home.folder().toString());
        assertThat(status.path("processes"))
                .extracting(each -> each.path("name").asText())
                .containsExactly(PROCESSES);
        assertThat(status.path("processes")).allSatisfy(each -> {
            assertThat(each.path("state").asText()).isEqualTo("stopped");
            assertThat(each.path("pid").isNull()).isTrue();
            assertThat(each.path("ports")).isNotEmpty();
            assertThat(each.path("log").asText()).startsWith(home.folder().toString());
        });
    }

    @Test
    void status_for_people_is_a_table() {
        Ran ran = run("status");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).hasSize(2 + PROCESSES.length);
        assertThat(ran.out()).contains("PROCESS", "kafka", "stopped", "[29092, 29093]");
    }

    @Test
    void status_makes_no_home() {
        run("status");

        assertThat(home.folder()).doesNotExist();
    }

    @Test
    void process_that_died_is_shown() throws IOException {
        home.makeFolders();
        Files.write(
                home.pidFile("kafka"),
                Json.write(Map.of("pid", ProcessHandle.current().pid(), "startedAt", "2001-01-01T00:00:00Z")));

        Ran status = run("status", "--json");
        JsonNode kafka = check(run("doctor", "--json"), "kafka");

        assertThat(status.json().path("processes").get(0).path("state").asText())
                .isEqualTo("died");
        assertThat(kafka.path("passed").asBoolean()).isFalse();
        assertThat(kafka.path("advice").asText()).contains(home.log("kafka").toString(), "./mirstream up");
    }

    @Test
    void settings_that_cannot_be_read_are_one_line() throws IOException {
        Files.createDirectories(home.folder());
        Files.writeString(home.folder().resolve("settings.json"), "{");

        Ran ran = run("status", "--json");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).singleElement().asString().contains("settings.json", "delete it");
    }

    @Test
    void doctor_checks_everything_and_its_exit_code_says_whether_all_is_well() {
        Ran ran = run("doctor", "--json");

        JsonNode report = ran.json();
        assertThat(report.path("checks"))
                .extracting(each -> each.path("check").asText())
                .containsExactly(concat(new String[] {"JDK", "memory", "disk", "programs", "build"}, PROCESSES));
        boolean allPassed = StreamSupport.stream(report.path("checks").spliterator(), false)
                .allMatch(each -> each.path("passed").asBoolean());
        assertThat(report.path("healthy").asBoolean()).isEqualTo(allPassed);
        assertThat(ran.exitCode()).isEqualTo(allPassed ? 0 : 1);
        assertThat(report.path("checks"))
                .allSatisfy(each -> assertThat(each.path("advice").asText().isEmpty())
                        .isEqualTo(each.path("passed").asBoolean()));
        assertThat(check(ran, "JDK").path("passed").asBoolean()).isTrue();
        assertThat(home.folder()).doesNotExist();
    }

    @Test
    void doctor_tells_which_port_is_taken_and_what_to_do() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            home.remember(new Home.Settings(new Ports(port, 1, 2, 3, 4, 5, 6, 7), List.of()));

            Ran ran = run("doctor");

            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.out().lines().filter(line -> line.contains("kafka")))
                    .singleElement()
                    .asString()
                    .startsWith("  PROBLEM ")
                    .contains("[" + port, "--port-base");
        }
    }

    private Ran run(String... arguments) {
        return Ran.run(concat(arguments, "--home", home.folder().toString()));
    }

    private static JsonNode check(Ran doctor, String name) {
        return StreamSupport.stream(doctor.json().path("checks").spliterator(), false)
                .filter(each -> each.path("check").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String[] concat(String[] some, String... others) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(some), java.util.Arrays.stream(others))
                .toArray(String[]::new);
    }
}
