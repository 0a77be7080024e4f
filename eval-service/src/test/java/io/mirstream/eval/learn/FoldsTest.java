package io.mirstream.eval.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FoldsTest {
    private static final int FOLDS = 5;

    @Test
    void every_example_is_held_out_once_and_never_with_its_kin_on_the_other_side() {
        List<Example> examples = examples();

        List<Folds.Split> splits = Folds.of(examples, FOLDS, 1);

        List<Example> heldOut =
                splits.stream().flatMap(split -> split.heldOut().stream()).toList();
        assertThat(heldOut).containsExactlyInAnyOrderElementsOf(examples);
        for (Folds.Split split : splits) {
            assertThat(kin(split.learned())).doesNotContainAnyElementsOf(kin(split.heldOut()));
        }
    }

    @Test
    void every_fold_has_its_share_of_each_class() {
        for (Folds.Split split : Folds.of(examples(), FOLDS, 1)) {
            Map<String, Set<String>> patients = split.heldOut().stream()
                    .collect(Collectors.groupingBy(
                            each -> each.classLabel().orElseThrow(),
                            Collectors.mapping(Example::kin, Collectors.toCollection(TreeSet::new))));

            assertThat(patients.get("p/a")).hasSize(2);
            assertThat(patients.get("p/b")).hasSize(1);
        }
    }

    @Test
    void seed_decides_the_folds() {
        List<Example> examples = examples();

        assertThat(Folds.of(examples, FOLDS, 1)).isEqualTo(Folds.of(examples, FOLDS, 1));
        assertThat(Folds.of(examples, FOLDS, 1)).isNotEqualTo(Folds.of(examples, FOLDS, 2));
    }

    private static Set<String> kin(List<Example> examples) {
        return examples.stream().map(Example::kin).collect(Collectors.toSet());
    }

    /** Ten patients of one class and five of the other, each with two volumes. */
    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (int patient = 0; patient < 15; patient++) {
            for (int volume = 0; volume < 2; volume++) {
                examples.add(new Example(
                        patient + "-" + volume,
                        "patient-" + patient,
                        "p",
                        Map.of("p", patient < 10 ? "a" : "b"),
                        List.of(new float[] {1, 0}),
                        Optional.empty()));
            }
        }
        return examples;
    }
}
