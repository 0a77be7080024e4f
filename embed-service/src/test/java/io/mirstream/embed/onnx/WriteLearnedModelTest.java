package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.head.LearnedHeads;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.embed.encode.Part;
import io.mirstream.embed.encode.TextEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteLearnedModelTest {
    private static final int DIMENSION = 9;

    private static Model builtIn;
    private static ModelRef base;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() {
        builtIn = Model.load(ModelFolder.of(Optional.empty()), List.of("cpu"), 1);
        base = builtIn.image().model();
    }

    @AfterAll
    static void close() {
        builtIn.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6})
    void heads_give_what_they_give_in_java(int axes) throws IOException {
        LearnedHeads heads = heads(base, axes);
        assertThat(write(heads)).isZero();

        try (Model learned = load(folder.resolve("learned"))) {
            List<Part> parts = new Golden.Image(3, -500, 500, 4, null)
                    .parts(builtIn.image().input().pixels());
            List<float[]> vectors = builtIn.image().encode(parts);
            List<float[]> headed = learned.image().encode(parts);
            for (int part = 0; part < vectors.size(); part++) {
                assertClose(headed.get(part), applied(heads.image(), vectors.get(part)));
            }
            float[] text = builtIn.text().orElseThrow().encode("a nodule", TextEncoder.Role.QUERY);
            float[] headedText = learned.text().orElseThrow().encode("a nodule", TextEncoder.Role.QUERY);
            double[] expected = applied(heads.text().orElseThrow(), text);
            double length = Math.sqrt(dot(expected, expected));
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) headedText[i]).isCloseTo(expected[i] / length, within(1e-5));
            }
        }
    }

    @Test
    void model_says_that_texts_and_images_share_a_space_and_where_its_heads_come_from() throws IOException {
        int exitCode = write(heads(base, 0), "--json");

        assertThat(exitCode).isZero();
        var said = Json.mapper().readTree(out.toByteArray());
        assertThat(said.path("id").asText()).isEqualTo("builtin-slab-finetuned");
        assertThat(said.path("version").asText()).matches("2-[0-9a-f]{8}");
        assertThat(said.path("dimension").asInt()).isEqualTo(DIMENSION);
        assertThat(said.path("textDimension").asInt()).isEqualTo(DIMENSION);
        assertThat(said.path("sharedSpace").asBoolean()).isTrue();
        assertThat(said.path("golden").asText()).isEqualTo("agrees");
        assertThat(said.path("fingerprint").asText())
                .isNotEqualTo(base.fingerprint().value());
        assertThat(Files.readString(folder.resolve("learned/manifest.yaml")))
                .contains("dataset: \"phantoms\"", "fingerprint: \"" + base.fingerprint() + "\"");
    }

    @Test
    void same_heads_make_the_same_model() throws IOException {
        LearnedHeads heads = heads(base, 4);
        write(heads, "--json");
        String first = out.toString(StandardCharsets.UTF_8);
        out.reset();
        Files.move(folder.resolve("learned"), folder.resolve("before"));

        write(heads, "--json");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(first);
    }

    @Test
    void without_a_text_head_texts_stay_in_a_space_of_their_own() throws IOException {
        LearnedHeads both = heads(base, 0);

        write(new LearnedHeads(base, both.image(), Optional.empty(), Map.of()), "--json");

        var said = Json.mapper().readTree(out.toByteArray());
        assertThat(said.path("sharedSpace").asBoolean()).isFalse();
        assertThat(said.path("textDimension").asInt()).isEqualTo(base.textDimension());
    }

    @Test
    void vector_of_zeros_has_a_finite_head() throws IOException {
        LearnedHeads.Head head = heads(base, 0).image();
        Path graph = folder.resolve("head.onnx");
        Files.write(graph, HeadGraph.of(head));

        try (var environment = ai.onnxruntime.OrtEnvironment.getEnvironment();
                var session = environment.createSession(graph.toString());
                var zeros = ai.onnxruntime.OnnxTensor.createTensor(environment, new float[1][base.dimension()]);
                var result = session.run(Map.of(HeadGraph.INPUT, zeros))) {
            assertThat(((float[][]) result.get(0).getValue())[0])
                    .containsExactly(head.offset().toArray());
        } catch (ai.onnxruntime.OrtException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void heads_of_another_models_vectors_are_refused() throws IOException {
        ModelRef other = new ModelRef(
                base.id(),
                base.version(),
                new ModelFingerprint("0123456789abcdef"),
                base.dimension(),
                base.textDimension(),
                false);

        assertThat(write(heads(other, 0))).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("MODEL_MISMATCH");
        assertThat(folder.resolve("learned")).doesNotExist();
    }

    @Test
    void model_that_has_heads_is_no_base() throws IOException {
        write(heads(base, 0));
        ModelRef headed;
        try (Model learned = load(folder.resolve("learned"))) {
            headed = learned.image().model();
        }
        Path second = folder.resolve("second.json");
        Files.write(second, Json.write(heads(headed, 0)));

        int exitCode = run(
                second.toString(),
                folder.resolve("twice").toString(),
                "twice",
                folder.resolve("learned").toString());

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("MODEL_INVALID: the model has heads already");
    }

    @Test
    void model_is_never_written_over_another() throws IOException {
        Files.createDirectories(folder.resolve("learned"));

        assertThat(write(heads(base, 0))).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is there already");
    }

    @Test
    void wrong_use_is_2() {
        assertThat(run("heads", "out")).isEqualTo(2);
    }

    private int write(LearnedHeads heads, String... options) throws IOException {
        Path file = folder.resolve("heads.json");
        Files.write(file, Json.write(heads));
        List<String> arguments = new ArrayList<>(
                List.of(file.toString(), folder.resolve("learned").toString(), "builtin-slab-finetuned"));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return WriteLearnedModel.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static Model load(Path model) {
        return Model.load(ModelFolder.of(Optional.of(model)), List.of("cpu"), 1);
    }

    private static LearnedHeads heads(ModelRef model, int axes) {
        Random random = new Random(5);
        return new LearnedHeads(
                model,
                head(random, axes, model.dimension()),
                Optional.of(head(random, 0, model.textDimension())),
                Map.of("dataset", "phantoms"));
    }

    private static LearnedHeads.Head head(Random random, int axes, int width) {
        int products = axes * (axes + 1) / 2;
        return new LearnedHeads.Head(
                rows(random, axes, width),
                axes == 0 ? Optional.empty() : Optional.of(vector(random, axes)),
                rows(random, DIMENSION, width + products),
                vector(random, DIMENSION));
    }

    private static List<Vector> rows(Random random, int count, int length) {
        List<Vector> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            rows.add(vector(random, length));
        }
        return rows;
    }

    private static Vector vector(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Vector.of(values);
    }

    private static double[] applied(LearnedHeads.Head head, float[] vector) {
        float[] unit = vector.clone();
        UnitLength.scale(unit);
        List<Double> values = new ArrayList<>();
        for (float value : unit) {
            values.add((double) value);
        }
        double[] along = new double[head.axes().size()];
        for (int axis = 0; axis < along.length; axis++) {
            along[axis] = head.shift().orElseThrow().toArray()[axis];
            float[] direction = head.axes().get(axis).toArray();
            for (int i = 0; i < unit.length; i++) {
                along[axis] += direction[i] * unit[i];
            }
        }
        for (int first = 0; first < along.length; first++) {
            for (int second = first; second < along.length; second++) {
                values.add(along[first] * along[second]);
            }
        }
        double[] image = new double[head.dimension()];
        for (int row = 0; row < image.length; row++) {
            float[] weights = head.weights().get(row).toArray();
            image[row] = head.offset().toArray()[row];
            for (int i = 0; i < weights.length; i++) {
                image[row] += weights[i] * values.get(i);
            }
        }
        return image;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5 * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
