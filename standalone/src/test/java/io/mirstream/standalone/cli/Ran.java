package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a command printed, and how it ended. */
record Ran(int exitCode, String out, String err) {
    /** Runs it in this process. */
    static Ran run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream caughtOut = new ByteArrayOutputStream();
        ByteArrayOutputStream caughtErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(caughtOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(caughtErr, true, StandardCharsets.UTF_8));
            int exitCode = Main.run(arguments);
            return new Ran(
                    exitCode, caughtOut.toString(StandardCharsets.UTF_8), caughtErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** All of stdout, which must be one document. */
    JsonNode json() {
        assertThat(out).as("stdout; stderr was: %s", err).isNotBlank();
        try {
            return Json.mapper().readTree(out); // refuses a second document behind it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
