package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.stack.Distribution;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A new user: every command of the README, from the first to the last, in a home of its own on other ports, and the programs
 * of the guide to searching. What needs a program that is not here (kcat, Python's client) is skipped by name.
 */
class ReadmeIT {
    /** Runs this test; it cannot run itself. */
    private static final String RUNS_THE_TESTS = "./mirstream test\n";

    private static final String STOPS = "./mirstream down\n";

    private final Mirstream mirstream = Mirstream.inFreshHome("readme");
    private final Home home = mirstream.home();
    private final Path checkout = mirstream.checkout();
    private final List<String> skipped = new ArrayList<>();

    @Test
    void every_command_works_and_a_second_demo_duplicates_nothing() throws IOException {
        assertThat(Readme.of(checkout).blocks())
                .as("before the last, the guide's programs are run")
                .extracting(Readme.Block::code)
                .contains(STOPS);
        // the launcher would build again, into the folders that this build is using
        Files.writeString(checkout.resolve("standalone/target/.built"), "");
        try {
            for (Readme.Block block : Readme.of(checkout).blocks()) {
                if (block.code().equals(STOPS)) {
                    Readme.ofFile(checkout.resolve("docs/guides/search.md"))
                            .blocks()
                            .forEach(this::run);
                }
                run(block);
                if (block.code().startsWith("./mirstream demo")) {
                    assertThatASecondDemoDuplicatesNothing();
                }
                if (block.code().startsWith("curl") && block.code().contains("-X DELETE")) {
                    assertThatTheSendersStudiesArrived();
                }
            }
            assertThat(new Stack(home, Distribution.find()).processes())
                    .noneMatch(process -> process.handle().isPresent());
        } finally {
            mirstream.close();
        }
        skipped.forEach(what -> System.out.println("SKIPPED in README: " + what));
    }

    private void run(Readme.Block block) {
        switch (block.language()) {
            case "bash" -> shell(block.code());
            case "python" -> python(block.code());
            case "java" -> java(block.code());
            case "text", "json", "properties" -> {} // what is printed or configured
            default -> throw new AssertionError("how is " + block.language() + " run?");
        }
    }

    private void assertThatASecondDemoDuplicatesNothing() {
        JsonNode before = mirstream.run("status", "--json").json();

        Mirstream.Ended again = mirstream.run("demo", "--json");

        JsonNode after = mirstream.run("status", "--json").json();
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.json().path("sent").asInt()).isZero();
        assertThat(after.path("collections")).isEqualTo(before.path("collections"));
        assertThat(topicsOfStudies(after)).isEqualTo(topicsOfStudies(before));
        JsonNode volume = again.json().path("methods").get(0);
        assertThat(volume.path("queries").asInt()).isEqualTo(40);
        assertThat(volume.path("queriesWithHitWithin3").asInt()).isGreaterThanOrEqualTo(36);
    }

    /** Searches are audited, and the demo searches again. */
    private static JsonNode topicsOfStudies(JsonNode status) {
        return ((ObjectNode) status.path("topics").deepCopy()).without(Topics.AUDIT.name());
    }

    private void assertThatTheSendersStudiesArrived() {
        Map<String, StudyState> expected = Map.of(
                "2.25.234439502233865221708450659003144109525", StudyState.INDEXED,
                "2.25.188495742999671685212208455002057245811", StudyState.RETRACTED);
        expected.forEach((study, state) -> await("study " + study)
                .atMost(Mirstream.PATIENCE)
                .until(() -> mirstream
                        .status(new StudyUid(study))
                        .filter(status -> status.state() == state && status.revision() > 1)
                        .isPresent()));
    }

    private void shell(String code) {
        if (code.equals(RUNS_THE_TESTS)) {
            return;
        }
        if (code.contains("kcat") && !isThere("kcat", "-V")) {
            skipped.add("kcat is not installed");
            return;
        }
        run(code, "bash", "-euo", "pipefail", "-c", inThisHome(code));
    }

    private void python(String code) {
        if (code.contains("confluent_kafka") && !isThere("/usr/bin/python3", "-c", "import confluent_kafka")) {
            skipped.add("Python has no confluent_kafka");
            return;
        }
        run(code, "/usr/bin/python3", "-c", inThisHome(code));
    }

    private void java(String code) {
        Path source;
        try {
            source = Files.createTempDirectory("mirstream-readme-").resolve("Send.java");
            Files.writeString(source, inThisHome(code));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(
                code,
                Distribution.java(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                Distribution.find().lib() + "/*",
                source.toString());
    }

    private void run(String code, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(checkout.toFile());
        builder.environment().put("MIRSTREAM_HOME", home.folder().toString());
        Mirstream.Ended ended = Mirstream.run(builder);
        assertThat(ended.exitCode())
                .as("%s%n%s%n%s", code, ended.out(), ended.err())
                .isZero();
    }

    private static boolean isThere(String... command) {
        try {
            return Mirstream.run(new ProcessBuilder(command)).exitCode() == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The README speaks of the default home and the default ports. */
    private String inThisHome(String code) {
        Ports ports = home.settings().ports();
        return code.replace("$PWD/.mirstream", home.folder().toString())
                .replace(".mirstream/", home.folder() + "/")
                .replace("127.0.0.1:" + Ports.DEFAULT.kafka(), "127.0.0.1:" + ports.kafka())
                .replace("127.0.0.1:" + Ports.DEFAULT.query(), "127.0.0.1:" + ports.query())
                .replace("127.0.0.1:" + Ports.DEFAULT.ingest(), "127.0.0.1:" + ports.ingest());
    }
}
