package io.mirstream.eval.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no running service. */
class ReplayProgramTest {
    private static final String WHERE = " --broker 127.0.0.1:1 --ingest http://127.0.0.1:1 --query http://127.0.0.1:1";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json",
                "--embeddings e --labels l",
                "--embeddings e" + WHERE,
                "--embeddings e --labels l --organs heart" + WHERE,
                "--embeddings e --labels l --methods slice-min" + WHERE,
                "--embeddings e --labels l --colour red" + WHERE,
                "--dataset d --images i --labels l" + WHERE,
                "--resume r" + WHERE
            })
    void wrong_use_is_2(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("usage: ReplayProgram");
    }

    @Test
    void labels_that_are_not_there_are_1() {
        int exitCode =
                run(("--embeddings " + folder + " --labels " + folder + " --organs liver,lung" + WHERE).split(" "));

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("LOCATION_NOT_FOUND");
        assertThat(out.size()).isZero();
    }

    private int run(String... arguments) {
        return ReplayProgram.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
