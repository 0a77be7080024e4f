package io.mirstream.embed.files;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.SeriesEmbedding.SliceVector;
import io.mirstream.contracts.json.Json;
import io.mirstream.embed.encode.InferenceStage;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.embed.encode.TextEncoder;
import io.mirstream.embed.onnx.Model;
import io.mirstream.embed.onnx.ModelFolder;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.StudyReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A program that writes the vectors of volumes and texts as arrays: {@code embeddings/NAME.npy} {@code [slices, dim]} and
 * {@code text/NAME.npy} {@code [dim]}, as a replay takes them, and the model that made them in {@code model.json}. What is
 * there already, by the same model, is left as it is.
 */
public final class EmbedFiles {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;
    private static final String USAGE = "usage: EmbedFiles LISTING OUT [MODEL]";

    /** Of one volume's tensors that wait for the model. */
    private static final long WAITING_BYTES = 64L << 20;

    private static final int BATCH = 16;

    private static final int VOLUMES_PER_LINE = 25;

    /** What is to be embedded. */
    public record Listing(List<Item> volumes) {}

    /**
     * @param name of the files that are written
     * @param file of one series, as a study's location; null where only the text counts
     * @param text null where there is none
     */
    public record Item(String name, String file, String text) {}

    private final Path out;
    private final Model model;
    private final PrintStream progress;

    private EmbedFiles(Path out, Model model, PrintStream progress) {
        this.out = out;
        this.model = model;
        this.progress = progress;
    }

    /** Exits with 0; 1 when something cannot be embedded; 2 when it was called wrongly. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.err));
    }

    static int run(List<String> arguments, PrintStream err) {
        if (arguments.size() < 2 || arguments.size() > 3) {
            err.println(USAGE);
            return CALLED_WRONGLY;
        }
        Optional<Path> folder = arguments.stream().skip(2).map(Path::of).findFirst();
        int threads = Runtime.getRuntime().availableProcessors();
        try (Model model = Model.load(ModelFolder.of(folder), List.of("cpu"), 1)) {
            Listing listing = Json.read(Files.readAllBytes(Path.of(arguments.get(0))), Listing.class);
            new EmbedFiles(Path.of(arguments.get(1)), model, err).embed(listing, threads);
            return OK;
        } catch (CodedException e) {
            err.println(e.code() + ": " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            err.println("cannot read the listing, or write vectors: " + e.getMessage());
            return FAILED;
        }
    }

    private void embed(Listing listing, int threads) throws IOException {
        requireSameModel();
        ExecutorService decoders = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().factory());
        try (InferenceStage inference = new InferenceStage(model.image(), threads, BATCH, WAITING_BYTES)) {
            StudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);
            SeriesEncoder encoder = new SeriesEncoder(reader, inference.studies(), decoders);
            int done = 0;
            for (Item item : listing.volumes()) {
                embed(item, reader, encoder);
                done++;
                if (done % VOLUMES_PER_LINE == 0 || done == listing.volumes().size()) {
                    progress.println(
                            "embedded " + done + " of " + listing.volumes().size());
                }
            }
        } finally {
            decoders.shutdownNow();
        }
    }

    /** Vectors of two models in one folder would be compared. */
    private void requireSameModel() throws IOException {
        Path file = out.resolve("model.json");
        ModelRef made = model.image().model();
        if (Files.exists(file)) {
            if (!Json.read(Files.readAllBytes(file), ModelRef.class)
                    .fingerprint()
                    .equals(made.fingerprint())) {
                throw new CodedException(
                        ErrorCode.MODEL_MISMATCH,
                        "the folder has vectors of another model: choose another, or empty it");
            }
            return;
        }
        Files.createDirectories(out);
        Files.write(file, Json.write(made));
    }

    private void embed(Item item, StudyReader reader, SeriesEncoder encoder) throws IOException {
        Path slices = out.resolve("embeddings").resolve(item.name() + ".npy");
        if (item.file() != null && !Files.exists(slices)) {
            NpyFile.matrix(slices, slices(item, reader, encoder));
        }
        Path text = out.resolve("text").resolve(item.name() + ".npy");
        if (item.text() != null && model.text().isPresent() && !Files.exists(text)) {
            NpyFile.vector(text, model.text().get().encode(item.text(), TextEncoder.Role.DOCUMENT));
        }
    }

    private static List<float[]> slices(Item item, StudyReader reader, SeriesEncoder encoder) {
        try (StudyListing listing = reader.list(Path.of(item.file()), Optional.empty())) {
            if (listing.series().size() != 1) {
                throw new CodedException(ErrorCode.NO_CT_SERIES, "this is not one readable series");
            }
            return encoder.encode(listing.series().getFirst()).slices().stream()
                    .map(SliceVector::vector)
                    .map(vector -> vector.toArray())
                    .toList();
        } catch (CodedException e) {
            throw new CodedException(e.code(), item.name() + ": " + e.getMessage(), e);
        }
    }
}
