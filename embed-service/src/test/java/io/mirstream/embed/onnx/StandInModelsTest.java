package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.embed.builtin.StandInModels;
import io.mirstream.embed.encode.EncodedSeries;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.embed.encode.TextEncoder.Role;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of real size, with seeded weights: they load, within the memory that is there, and embed a series. */
class StandInModelsTest {
    private static final FileStudyReader READER = new FileStudyReader(ReadLimits.DEFAULT);
    private static final int STRIDE_MM = 150;

    @TempDir
    Path folder;

    @Test
    void vision_transformer_with_weights_beside_it_shares_its_space_with_texts() throws IOException {
        StandInModels.slices(folder, STRIDE_MM);

        try (Model model = load()) {
            assertThat(encode(model).slices())
                    .hasSizeBetween(1, 3)
                    .allSatisfy(slice -> assertThat(slice.vector().dimension()).isEqualTo(StandInModels.DIMENSION));
            assertThat(model.text().orElseThrow().encode("a nodule in the lung", Role.QUERY))
                    .hasSize(StandInModels.DIMENSION)
                    .isNotEqualTo(model.text().orElseThrow().encode("normal liver", Role.QUERY));
        }
    }

    @Test
    void volume_with_depth_last_gives_one_vector() throws IOException {
        StandInModels.volume(folder);

        try (Model model = load()) {
            assertThat(encode(model).slices()).hasSize(1);
        }
    }

    @Test
    void patches_give_a_vector_each() throws IOException {
        StandInModels.patches(folder);

        try (Model model = load()) {
            assertThat(encode(model).slices()).hasSizeGreaterThan(1);
            assertThat(model.text()).isEmpty();
        }
    }

    @Test
    void another_scan_of_a_body_is_nearer_than_other_bodies() throws IOException {
        StandInModels.patches(folder);

        try (Model model = load()) {
            Vector lung = encode(model, new PhantomSpec(5_200, Anatomy.LUNG, List.of(), 96, 12));
            Vector again = encode(model, new PhantomSpec(5_200, Anatomy.LUNG, List.of(), 112, 10));
            Vector liver = encode(model, new PhantomSpec(5_201, Anatomy.LIVER, List.of(), 96, 12));
            Vector colon = encode(model, new PhantomSpec(5_202, Anatomy.COLON, List.of(), 112, 10));

            assertThat(similarity(lung, again))
                    .isGreaterThan(similarity(lung, liver))
                    .isGreaterThan(similarity(lung, colon));
        }
    }

    private Model load() {
        return Model.load(ModelFolder.of(Optional.of(folder)), List.of("cpu"), 1);
    }

    private Vector encode(Model model, PhantomSpec phantom) throws IOException {
        return encoded(model, phantom).pooled().get(Pooling.AVG);
    }

    private EncodedSeries encode(Model model) throws IOException {
        return encoded(model, PhantomSpec.of(3, Anatomy.LIVER).small());
    }

    private EncodedSeries encoded(Model model, PhantomSpec phantom) throws IOException {
        Path study = Files.createTempDirectory(folder, "study");
        new PhantomStudy(phantom).writeDicom(study);
        try (StudyListing listing = READER.list(study, Optional.empty())) {
            return new SeriesEncoder(READER, model.image(), Runnable::run)
                    .encode(listing.series().getFirst());
        }
    }

    private static double similarity(Vector a, Vector b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.dimension(); i++) {
            dot += (double) a.toArray()[i] * b.toArray()[i];
            aa += (double) a.toArray()[i] * a.toArray()[i];
            bb += (double) b.toArray()[i] * b.toArray()[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
