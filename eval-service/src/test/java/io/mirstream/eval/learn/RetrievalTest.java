package io.mirstream.eval.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RetrievalTest {
    private static final Offset<Double> ROUNDING = within(1e-12);
    private static final boolean[] HITS = {true, false, true};

    private static final Example ASKING = example("q", "patient 1", "a", 1, 0);
    private static final Folds.Split SPLIT = new Folds.Split(
            List.of(
                    example("near", "patient 2", "a", 0.9f, 0.1f),
                    example("far", "patient 3", "a", 0, 1),
                    example("between", "patient 4", "b", 0.5f, 0.5f),
                    new Example(
                            "elsewhere", "patient 5", "other", Map.of("other", "a"), slices(1, 0), Optional.empty())),
            List.of(ASKING, example("again", "patient 1", "b", 0, 1)));

    @Test
    void with_labels_what_was_learned_from_is_found_by_the_cosine_in_the_pool_of_who_asks() {
        Retrieval retrieval = new Retrieval(SPLIT, true);

        List<boolean[]> hits = retrieval.hits(List.of(ASKING), RetrievalTest::vector, RetrievalTest::vector);

        assertThat(hits).singleElement().isEqualTo(new boolean[] {true, false, true});
    }

    @Test
    void without_labels_the_own_patient_is_found_among_what_was_held_out() {
        Retrieval retrieval = new Retrieval(SPLIT, false);

        List<boolean[]> hits = retrieval.hits(List.of(ASKING), RetrievalTest::vector, RetrievalTest::vector);

        assertThat(hits).singleElement().isEqualTo(new boolean[] {true, true});
    }

    @Test
    void scores_are_those_of_the_hand() {
        assertThat(new Retrieval(SPLIT, true).score(HITS)).isCloseTo(2.0 / 3, ROUNDING);
        assertThat(new Retrieval(SPLIT, true).chance(HITS)).isCloseTo(2.0 / 3, ROUNDING);
        assertThat(Retrieval.averagePrecision(HITS)).isCloseTo((1 + 2.0 / 3) / 2, ROUNDING);
    }

    /** Two hits in three places: (1, 2), (1, 3) or (2, 3). */
    @Test
    void chance_of_average_precision_is_its_mean_over_all_orders() {
        double mean = (1 + (1 + 2.0 / 3) / 2 + (1.0 / 2 + 2.0 / 3) / 2) / 3;

        assertThat(new Retrieval(SPLIT, false).chance(HITS)).isCloseTo(mean, ROUNDING);
        assertThat(new Retrieval(SPLIT, false).chance(new boolean[] {false, true}))
                .isCloseTo(0.75, ROUNDING);
    }

    private static Example example(String name, String kin, String label, float... slice) {
        return new Example(name, kin, "p", Map.of("p", label), slices(slice), Optional.empty());
    }

    private static List<float[]> slices(float... slice) {
        return List.of(slice);
    }

    private static double[] vector(Example example) {
        return Slices.mean(example.slices());
    }
}
