package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.embed.encode.EncodedSeries;
import io.mirstream.embed.encode.ImageEncoder;
import io.mirstream.embed.encode.InferenceStage;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.embed.encode.TextEncoder;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same pixels have the same vectors, whatever else the service does, and however they came. */
class VectorInvarianceTest {
    private static final double SAME = 0.99999;
    private static final int STUDIES = 4;
    private static final List<Anatomy> ANATOMIES = List.of(Anatomy.values());
    private static final long WAITING_BYTES = 1 << 20;
    private static final FileStudyReader READER = new FileStudyReader(ReadLimits.DEFAULT);

    @TempDir
    static Path scratch;

    private static Model model;
    private static final List<Path> STUDY_FOLDERS = new ArrayList<>();
    private static final List<EncodedSeries> EXPECTED = new ArrayList<>();

    @BeforeAll
    static void encodeOneByOne() throws IOException {
        model = load();
        for (int i = 0; i < STUDIES; i++) {
            Path folder = scratch.resolve("raw-" + i);
            PhantomSpec spec = PhantomSpec.of(50 + i, ANATOMIES.get(i % ANATOMIES.size()));
            new PhantomStudy(spec.small()).writeDicom(folder);
            STUDY_FOLDERS.add(folder);
            EXPECTED.add(encode(model.image(), folder));
        }
    }

    @AfterAll
    static void closeModel() {
        model.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    void batches_of_any_size_give_the_same_vectors(int batch) {
        try (InferenceStage stage = new InferenceStage(model.image(), 1, batch, WAITING_BYTES)) {
            EncodedSeries encoded = encode(stage.studies(), STUDY_FOLDERS.getFirst());

            assertSame(encoded, EXPECTED.getFirst());
        }
    }

    @Test
    void studies_at_a_time_give_the_vectors_that_each_has_alone() throws Exception {
        List<Callable<EncodedSeries>> work = new ArrayList<>();
        try (InferenceStage stage = new InferenceStage(model.image(), 2, 5, WAITING_BYTES);
                ExecutorService callers = Executors.newFixedThreadPool(STUDIES + 1)) {
            for (int i = 0; i < 3 * STUDIES; i++) {
                Path folder = STUDY_FOLDERS.get(i % STUDIES);
                ImageEncoder encoder = i % 5 == 4 ? stage.queries() : stage.studies();
                work.add(() -> encode(encoder, folder));
            }

            List<Future<EncodedSeries>> encoded = callers.invokeAll(work);

            for (int i = 0; i < encoded.size(); i++) {
                assertSame(encoded.get(i).get(), EXPECTED.get(i % STUDIES));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TransferSyntaxes.class)
    void pixels_give_the_same_vectors_however_they_were_transferred(TransferSyntaxes syntax) throws IOException {
        Path folder = scratch.resolve(syntax.name());
        syntax.write(STUDY_FOLDERS.getFirst(), folder);

        assertSame(encode(model.image(), folder), EXPECTED.getFirst());
    }

    @Test
    void model_that_is_loaded_again_gives_the_same_vectors() {
        try (Model again = load()) {
            assertThat(again.image().model()).isEqualTo(model.image().model());
            assertSame(encode(again.image(), STUDY_FOLDERS.getFirst()), EXPECTED.getFirst());
        }
    }

    @Test
    void work_leaves_no_more_native_memory_open_than_it_found() {
        long before = NativeHandles.open();
        try (Model other = load();
                InferenceStage stage = new InferenceStage(other.image(), 2, 4, WAITING_BYTES)) {
            encode(stage.studies(), STUDY_FOLDERS.getFirst());
            other.text().orElseThrow().encode("a nodule", TextEncoder.Role.QUERY);
            assertThat(NativeHandles.open()).isGreaterThan(before + 2); // sessions, and tensors that are kept
        }

        assertThat(NativeHandles.open()).isEqualTo(before);
    }

    private static Model load() {
        return Model.load(ModelFolder.of(Optional.empty()), List.of("cpu"), 1);
    }

    private static EncodedSeries encode(ImageEncoder encoder, Path folder) {
        try (StudyListing listing = READER.list(folder, Optional.empty())) {
            return new SeriesEncoder(READER, encoder, Runnable::run)
                    .encode(listing.series().getFirst());
        }
    }

    private static void assertSame(EncodedSeries encoded, EncodedSeries expected) {
        assertThat(encoded.slices()).hasSameSizeAs(expected.slices()).hasSizeGreaterThan(10);
        for (int i = 0; i < expected.slices().size(); i++) {
            assertThat(cosine(
                            encoded.slices().get(i).vector().toArray(),
                            expected.slices().get(i).vector().toArray()))
                    .isGreaterThanOrEqualTo(SAME);
        }
        assertThat(encoded.pooled().keySet()).isEqualTo(expected.pooled().keySet());
        expected.pooled()
                .forEach((pooling, vector) -> assertThat(
                                cosine(encoded.pooled().get(pooling).toArray(), vector.toArray()))
                        .isGreaterThanOrEqualTo(SAME));
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
