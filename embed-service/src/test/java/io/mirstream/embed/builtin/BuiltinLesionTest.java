package io.mirstream.embed.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mirstream.contracts.event.Pool;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.embed.builtin.EncoderComparison.Scan;
import io.mirstream.embed.builtin.EncoderDesigns.Design;
import io.mirstream.embed.builtin.LesionScore.Study;
import io.mirstream.embed.builtin.RealHalves.Change;
import io.mirstream.embed.encode.Slab;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.Phantoms;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the built-in model is held to, on 200 phantoms of seeds that it was not trained on, and on real CT. */
class BuiltinLesionTest {
    private static final long SEED = 510_000;
    private static final int PHANTOMS = 200;
    private static final int SIDE = 128;

    private static Design model;
    private static List<Study> phantoms;

    @BeforeAll
    static void embedPhantoms() throws IOException {
        try (InputStream in = BuiltinLesionTest.class.getResourceAsStream("/models/builtin-slab/image.onnx")) {
            model = new Design(in.readAllBytes(), 1);
        }
        List<PhantomSpec> coarse = Phantoms.cohort(PHANTOMS, SEED).stream()
                .map(spec -> new PhantomSpec(
                        spec.seed(), spec.anatomy(), spec.lesions(), SIDE, PhantomSpec.DEFAULT_SLICE_SPACING_MM))
                .toList();
        List<Scan> scans = EncoderComparison.scans(coarse);
        phantoms = EncoderComparison.studies(model, scans);
    }

    @Test
    void neighbours_share_the_anatomy_and_more_often_than_by_chance_the_group_of_the_lesion() {
        LesionScore score = LesionScore.ofPooled(phantoms, Pooling.AVG);

        System.out.println("anatomy P@1 | group P@3 | chance | lift: " + score);
        assertThat(score.anatomy()).isGreaterThanOrEqualTo(0.99);
        assertThat(score.lift()).isGreaterThanOrEqualTo(0.18);
    }

    @Test
    void halves_of_real_series_are_each_others_first_hit_whatever_is_done_to_one() {
        Map<String, Map<Change, List<List<Slab>>>> real = RealHalves.all();
        assumeTrue(!real.isEmpty(), "skipped: the real CT is not beside this checkout (../shared/data/ct)");

        Map<Change, Integer> hits = RealHalves.firstHits(
                real,
                slabs -> Pool.of(Pooling.AVG, EncoderComparison.vectors(model, slabs)),
                LesionScore.pooled(phantoms, Pooling.AVG));

        assertThat(hits).hasSize(Change.values().length);
        assertThat(hits.values()).containsOnly(4 * RealHalves.SERIES.size());
    }

    @Test
    void every_slab_has_a_vector_of_length_1() {
        for (float[] vector : phantoms.getFirst().slabs()) {
            double squares = 0;
            for (float value : vector) {
                squares += value * value;
            }
            assertThat(squares).isBetween(0.9999, 1.0001);
        }
    }
}
