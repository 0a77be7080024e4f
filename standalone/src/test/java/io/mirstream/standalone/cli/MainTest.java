package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

class MainTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "--nonsense",
                "status --nonsense",
                "status stray",
                "inspect",
                "ingest",
                "ingest x --label novalue",
                "ingest x --timeout soon",
                "ingest x --collection Clinical!",
                "ingest x --patient-key a^b",
                "ingest s3://bucket/study.zip",
                "ingest x --study 1.2",
                "ingest https://pacs.example/dicom-web",
                "ingest https://pacs.example/studies/1.2 --study 1.3",
                "up --allow https://user:word@pacs.example",
                "up --allow s3://bucket/prefix",
                "phantoms",
                "phantoms x --format png",
                "phantoms x --count 0",
                "search",
                "search --series 1.2 --image x",
                "search --text liver -k many",
                "search --text liver --min-score high",
                "dead-letters show",
                "model",
                "model check",
                "model add",
                "model promote",
                "model rollback now",
                "model remove",
                "up --keep-requests 0",
                "up --port-base 80",
                "up --port-base 65529"
            })
    void wrong_usage_is_2_and_says_how_it_is_called(String line) {
        List<String> arguments = new ArrayList<>(
                Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).toList());
        if (!line.isEmpty() && !line.contains("nonsense")) {
            arguments.addAll(List.of("--home", scratch.resolve("home").toString()));
        }

        Ran ran = Ran.run(arguments.toArray(new String[0]));

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).containsAnyOf("Usage: mirstream", "Did you mean: mirstream");
        assertThat(scratch.resolve("x")).doesNotExist();
    }

    static Stream<String> commands() {
        Class<?>[] commands = Main.class.getAnnotation(Command.class).subcommands();
        return Stream.concat(
                Stream.of(
                        "",
                        "dead-letters list",
                        "dead-letters show",
                        "model check",
                        "model list",
                        "model add",
                        "model promote",
                        "model rollback",
                        "model remove"),
                Arrays.stream(commands)
                        .map(command -> command.getAnnotation(Command.class).name()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_of_every_command_is_0_and_on_stdout(String command) {
        Ran ran = Ran.run((command + " --help").strip().split(" "));

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(("Usage: mirstream " + command).strip()).doesNotContain("null");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void help_names_every_command() {
        assertThat(commands().filter(command -> !command.contains(" ")).toList())
                .allSatisfy(command -> assertThat(Ran.run("--help").out()).contains(command));
    }

    @Test
    void version_is_told() {
        assertThat(Ran.run("--version")).satisfies(ran -> {
            assertThat(ran.exitCode()).isZero();
            assertThat(ran.out()).startsWith("Mirstream ");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search --series 1.2",
                "search --text liver --json",
                "search --image x",
                "ingest x",
                "ingest x --wait --json",
                "dead-letters",
                "dead-letters --json",
                "dead-letters list",
                "dead-letters show 0-0"
            })
    void nothing_running_is_1_with_one_line_that_says_what_to_do(String line) {
        Path home = scratch.resolve("home");

        Ran ran = Ran.run((line + " --home " + home).split(" "));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("mirstream: ")
                .contains(home.toString())
                .endsWith("start it with ./mirstream up");
    }

    @Test
    void folder_that_is_no_encoders_is_refused_before_anything_is_started() {
        Path home = scratch.resolve("home");

        Ran ran = Ran.run("up", "--home", home.toString(), "--model", scratch.toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("no manifest.yaml");
        assertThat(home.resolve("run")).doesNotExist();
    }

    @Test
    void options_before_a_subcommand_hold_for_it() {
        Path home = scratch.resolve("home");

        Ran ran = Ran.run("dead-letters", "--home", home.toString(), "list");

        assertThat(ran.err()).contains(home.toString());
    }

    @Test
    void down_where_nothing_runs_is_fine() {
        Path home = scratch.resolve("home");

        assertThat(Ran.run("down", "--home", home.toString()).out()).isEqualTo("Nothing was running.\n");
        assertThat(Ran.run("down", "--json", "--home", home.toString()).json().path("stopped"))
                .isEmpty();
    }
}
