package io.mirstream.embed.onnx;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.head.LearnedHeads;
import io.mirstream.contracts.json.Json;
import io.mirstream.embed.encode.TextEncoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A program that makes a model's folder of another model and heads that were learned on its vectors: the same graphs, the
 * heads behind them, and vectors that the whole must give.
 */
public final class WriteLearnedModel {
    private static final int REFUSED = 1;
    private static final int CALLED_WRONGLY = 2;
    private static final String USAGE = "usage: WriteLearnedModel HEADS OUT ID [BASE] [--json]";

    private static final String MANIFEST = "manifest.yaml";
    private static final String IMAGE_HEAD = "image-head.onnx";
    private static final String TEXT_HEAD = "text-head.onnx";
    private static final String GOLDEN = "golden.json";

    /** Hexadecimal digits of the heads' digest in a version. */
    private static final int VERSION_DIGITS = 8;

    /** Of the image that the model is held to; the values are no CT, and need not be. */
    private static final Golden.Image GOLDEN_IMAGE = new Golden.Image(7, -1000, 1000, null, null);

    private static final int GOLDEN_PARTS = 3;
    private static final String GOLDEN_TEXT = "a single tumor of 2 centimeters";

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    private final byte[] headsBytes;
    private final LearnedHeads heads;
    private final Optional<Path> baseFolder;
    private final Path out;

    private WriteLearnedModel(byte[] heads, Optional<Path> baseFolder, Path out) {
        headsBytes = heads;
        this.heads = Json.read(heads, LearnedHeads.class);
        this.baseFolder = baseFolder;
        this.out = out;
    }

    /** Exits with 0; 1 when the heads or the base are refused; 2 when it was called wrongly. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> given, PrintStream stdout, PrintStream err) {
        List<String> words =
                given.stream().filter(word -> !word.equals("--json")).toList();
        if (words.size() < 3 || words.size() > 4) {
            err.println(USAGE);
            return CALLED_WRONGLY;
        }
        Path out = Path.of(words.get(1));
        try {
            if (Files.exists(out)) {
                throw Manifest.invalid(out + " is there already: a model is never written over another");
            }
            Path unfinished = out.resolveSibling(out.getFileName() + ".part");
            delete(unfinished);
            Files.createDirectories(unfinished);
            new WriteLearnedModel(
                            Files.readAllBytes(Path.of(words.get(0))),
                            words.stream().skip(3).map(Path::of).findFirst(),
                            unfinished)
                    .write(words.get(2));
            Files.move(unfinished, out);
        } catch (CodedException e) {
            err.println(e.code() + ": " + e.getMessage());
            return REFUSED;
        } catch (IOException e) {
            err.println("cannot write the model: " + e.getMessage());
            return REFUSED;
        }
        return ModelCheck.run(
                given.contains("--json") ? List.of(out.toString(), "--json") : List.of(out.toString()), stdout, err);
    }

    private void write(String id) throws IOException {
        ModelFolder base = ModelFolder.of(baseFolder);
        byte[] manifestBytes = base.read(MANIFEST);
        Manifest manifest = Manifest.parse(manifestBytes);
        requireBase(
                manifest,
                ModelFiles.of(base, manifest).fingerprint(manifestBytes).value());
        copy(base, manifest);
        ObjectNode changed = changed((ObjectNode) YAML.readTree(manifestBytes), id);
        write(changed);
        write(golden(manifest), changed);
    }

    private void requireBase(Manifest manifest, String fingerprint) {
        if (!heads.base().fingerprint().value().equals(fingerprint)) {
            throw new CodedException(
                    ErrorCode.MODEL_MISMATCH,
                    "the heads were trained on vectors of " + heads.base().id() + " "
                            + heads.base().fingerprint() + ", and this model is " + manifest.id() + " " + fingerprint);
        }
        if (manifest.projection() != null
                || (manifest.text() != null && manifest.text().projection() != null)) {
            throw Manifest.invalid("the model has heads already: learn on the vectors of a model that has none");
        }
    }

    private void copy(ModelFolder base, Manifest manifest) throws IOException {
        if (baseFolder.isEmpty()) {
            Files.write(
                    out.resolve(manifest.image().file()),
                    base.read(manifest.image().file()));
            return;
        }
        Path from = baseFolder.get();
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = out.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private ObjectNode changed(ObjectNode manifest, String id) throws IOException {
        manifest.put("id", id);
        manifest.put(
                "version",
                heads.base().version() + "-" + hexadecimal(headsBytes).substring(0, VERSION_DIGITS));
        ((ObjectNode) manifest.get("image")).put("l2normalize", false);
        manifest.set("projection", head(IMAGE_HEAD, heads.image()));
        if (manifest.get("text") instanceof ObjectNode text) {
            if (heads.text().isPresent()) {
                text.set("projection", head(TEXT_HEAD, heads.text().get()));
            }
            text.put("sharedSpace", heads.text().isPresent());
        }
        manifest.remove("golden");
        manifest.set("learned", YAML.valueToTree(learned()));
        return manifest;
    }

    private Map<String, Object> learned() {
        Map<String, Object> learned = new TreeMap<>(heads.provenance());
        Map<String, Object> base = new TreeMap<>();
        base.put("id", heads.base().id());
        base.put("version", heads.base().version());
        base.put("fingerprint", heads.base().fingerprint().value());
        learned.put("base", base);
        return learned;
    }

    private ObjectNode head(String name, LearnedHeads.Head head) throws IOException {
        byte[] graph = HeadGraph.of(head);
        Files.write(out.resolve(name), graph);
        return YAML.createObjectNode()
                .put("file", name)
                .put("sha256", hexadecimal(graph))
                .put("input", HeadGraph.INPUT)
                .put("output", HeadGraph.OUTPUT)
                .put("dim", head.dimension());
    }

    /** What the model gives here, so that it is known wherever it gives something else. */
    private Golden golden(Manifest manifest) {
        Integer parts = manifest.image().second() == null ? null : GOLDEN_PARTS;
        Golden.Image image =
                new Golden.Image(GOLDEN_IMAGE.seed(), GOLDEN_IMAGE.low(), GOLDEN_IMAGE.high(), parts, null);
        try (Model model = Model.load(ModelFolder.of(Optional.of(out)), List.of("cpu"), 1)) {
            float[] vector = model.image()
                    .encode(image.parts(model.image().input().pixels()))
                    .getFirst();
            return new Golden(
                    new Golden.Image(image.seed(), image.low(), image.high(), parts, vector),
                    model.text()
                            .map(text ->
                                    new Golden.Text(GOLDEN_TEXT, text.encode(GOLDEN_TEXT, TextEncoder.Role.DOCUMENT)))
                            .orElse(null));
        }
    }

    private void write(Golden golden, ObjectNode manifest) throws IOException {
        Files.write(out.resolve(GOLDEN), Json.write(golden));
        manifest.putObject("golden").put("file", GOLDEN);
        write(manifest);
    }

    private void write(ObjectNode manifest) throws IOException {
        Files.write(out.resolve(MANIFEST), YAML.writeValueAsBytes(manifest));
    }

    private static String hexadecimal(byte[] bytes) {
        return HexFormat.of().formatHex(ModelFolder.digestOf(bytes));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
