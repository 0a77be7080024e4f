package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.json.Json;
import io.mirstream.embed.encode.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tools/export-encoder}, which is Python, writes what this service reads. */
class ExportEncoderTest {
    private static final Path EXPORTER = Path.of("../tools/export-encoder");
    private static final String PYTHON = Optional.ofNullable(System.getenv("MIRSTREAM_PYTHON"))
            .filter(name -> !name.isBlank())
            .orElse("python3");

    @TempDir
    Path folder;

    @Test
    void golden_values_are_those_of_the_exporter() throws IOException {
        JsonNode cases;
        try (InputStream in = ExportEncoderTest.class.getResourceAsStream("golden-values.json")) {
            cases = Json.mapper().readTree(in).path("cases");
        }

        assertThat(cases).isNotEmpty().allSatisfy(each -> {
            Golden.Image image = new Golden.Image(
                    each.path("seed").longValue(),
                    each.path("low").doubleValue(),
                    each.path("high").doubleValue(),
                    null,
                    new float[0]);
            Part part = image.parts(each.path("count").intValue()).getFirst();
            assertThat(each.path("values").properties())
                    .isNotEmpty()
                    .allSatisfy(value -> assertThat(part.hounsfield()[Integer.parseInt(value.getKey())])
                            .isEqualTo(value.getValue().floatValue()));
        });
    }

    @Test
    void tests_of_the_exporter_pass_and_what_it_writes_is_loaded() throws IOException, InterruptedException {
        assumePython();

        Ran ran = python("-m", "unittest");

        assertThat(ran.exit()).as(ran.output()).isZero();
        assumeTrue(
                Files.exists(folder.resolve("manifest.yaml")),
                "PyTorch, ONNX or ONNX Runtime is missing in " + PYTHON + ": no model was exported");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(ModelCheck.run(List.of(folder.toString()), printed, printed))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("golden +agrees");
    }

    @ParameterizedTest
    @ValueSource(strings = {"biomedclip", "medimageinsight", "merlin", "ct-fm"})
    void manifest_of_every_published_model_is_read(String model) throws IOException, InterruptedException {
        assumePython();

        Ran ran = python("export_encoder.py", "--model", model, "--show-manifest");

        assertThat(ran.exit()).as(ran.output()).isZero();
        Manifest manifest = Manifest.parse(ran.output().getBytes(StandardCharsets.UTF_8));
        assertThat(manifest.id()).startsWith(model);
        assertThat(manifest.golden().file()).isEqualTo("golden.json");
        if (manifest.text() != null) {
            assertThat(manifest.textDimension()).isEqualTo(manifest.dimension());
        }
    }

    private static void assumePython() throws InterruptedException {
        boolean found;
        try {
            found = new ProcessBuilder(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 10))")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            found = false;
        }
        assumeTrue(found, "no Python of 3.10 or later as " + PYTHON);
    }

    private record Ran(int exit, String output) {}

    private Ran python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(EXPORTER.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("MIRSTREAM_EXPORTED", folder.toString());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), output);
    }
}
