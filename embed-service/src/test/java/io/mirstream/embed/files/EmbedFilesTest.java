package io.mirstream.embed.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.embed.files.EmbedFiles.Item;
import io.mirstream.embed.files.EmbedFiles.Listing;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.Lesion;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.write.NiftiWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedFilesTest {
    private static final int DIMENSION = 256;
    private static final int TEXT_DIMENSION = 384;
    private static final PhantomSpec LUNG = new PhantomSpec(5_301, Anatomy.LUNG, List.of(new Lesion(30)), 64, 20);

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private Path volume;

    @BeforeEach
    void write() throws IOException {
        volume = folder.resolve("lung_001.nii.gz");
        NiftiWriter.write(volume, Phantom.render(LUNG).volume());
    }

    @Test
    void volume_and_text_become_arrays_of_the_model_that_is_named_beside_them() throws IOException {
        int exitCode = run(new Item("lung_001", volume.toString(), "a nodule"));

        assertThat(exitCode).isZero();
        assertThat(header("embeddings")).matches("(?s).*'shape': \\(\\d+, 256\\), }.*");
        assertThat(header("text")).contains("'descr': '<f4'", "'shape': (384,), }");
        float[] text = values("text", TEXT_DIMENSION);
        double squares = 0;
        for (float value : text) {
            squares += value * value;
        }
        assertThat(squares).isCloseTo(1, within(1e-5));
        ModelRef model = Json.read(Files.readAllBytes(out().resolve("model.json")), ModelRef.class);
        assertThat(model.id()).isEqualTo("builtin-slab");
        assertThat(model.dimension()).isEqualTo(DIMENSION);
    }

    @Test
    void what_is_there_is_not_made_again() throws IOException {
        run(new Item("lung_001", volume.toString(), null));
        byte[] before = Files.readAllBytes(array("embeddings"));
        Files.delete(volume);

        assertThat(run(new Item("lung_001", volume.toString(), null))).isZero();

        assertThat(Files.readAllBytes(array("embeddings"))).isEqualTo(before);
        assertThat(array("text")).doesNotExist();
    }

    @Test
    void vectors_of_two_models_do_not_meet_in_a_folder() throws IOException {
        Files.createDirectories(out());
        ModelRef other = new ModelRef("other", "1", new ModelFingerprint("0123456789abcdef"), 4, 0, false);
        Files.write(out().resolve("model.json"), Json.write(other));

        assertThat(run(new Item("lung_001", volume.toString(), null))).isEqualTo(1);

        assertThat(said()).startsWith("MODEL_MISMATCH");
    }

    @Test
    void volume_that_cannot_be_read_is_named() throws IOException {
        Files.write(volume, new byte[100]);

        assertThat(run(new Item("lung_001", volume.toString(), null))).isEqualTo(1);

        assertThat(said()).contains("lung_001: ");
    }

    @Test
    void wrong_use_is_2() {
        assertThat(EmbedFiles.run(List.of("listing.json"), stream())).isEqualTo(2);
    }

    private int run(Item item) throws IOException {
        Path listing = folder.resolve("listing.json");
        Files.write(listing, Json.write(new Listing(List.of(item))));
        return EmbedFiles.run(List.of(listing.toString(), out().toString()), stream());
    }

    private Path out() {
        return folder.resolve("vectors");
    }

    private Path array(String kind) {
        return out().resolve(kind).resolve("lung_001.npy");
    }

    private String header(String kind) throws IOException {
        return new String(Files.readAllBytes(array(kind)), StandardCharsets.ISO_8859_1);
    }

    private float[] values(String kind, int count) throws IOException {
        byte[] file = Files.readAllBytes(array(kind));
        float[] values = new float[count];
        ByteBuffer.wrap(file, file.length - Float.BYTES * count, Float.BYTES * count)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private PrintStream stream() {
        return new PrintStream(err, true, StandardCharsets.UTF_8);
    }
}
