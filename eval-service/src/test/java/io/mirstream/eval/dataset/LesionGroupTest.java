package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LesionGroupTest {
    @ParameterizedTest
    @CsvSource({
        "COLON, 1, 1.99, 1",
        "COLON, 1, 2, 2",
        "COLON, 3, 3.99, 2",
        "COLON, 1, 4, 3",
        "COLON, 1, 5.99, 3",
        "COLON, 1, 6, 4",
        "PANCREAS, 1, 1.99, 1",
        "PANCREAS, 2, 2, 2",
        "PANCREAS, 1, 6, 4",
        "LIVER, 1, 1.99, 1",
        "LIVER, 1, 2, 2",
        "LIVER, 1, 14.69, 2",
        "LIVER, 2, 1, 2",
        "LIVER, 2, 4.99, 2",
        "LIVER, 2, 5, 3",
        "LUNG, 1, 2.99, 1",
        "LUNG, 1, 3, 2",
        "LUNG, 1, 10.2, 2",
        "LUNG, 2, 1, 3"
    })
    void released_groups_follow_size_and_number(Organ organ, int lesions, double largestCm, int group) {
        assertThat(LesionGroup.released(organ, lesions, largestCm)).isEqualTo(group);
    }

    @ParameterizedTest
    @EnumSource
    void no_lesion_is_a_group_of_its_own(Organ organ) {
        assertThat(LesionGroup.released(organ, 0, 0)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"2.99, 1", "3, 2", "4.99, 2", "5, 3", "6.99, 3", "7, 4"})
    void notebook_of_the_lung_has_four_sizes(double largestCm, int group) {
        assertThat(LesionGroup.lungNotebook(largestCm)).isEqualTo(group);
    }

    @Test
    void only_a_large_single_lesion_is_misplaced_in_the_liver() {
        assertThat(LesionGroup.misplacedInLiver(1, 5.1)).isTrue();
        assertThat(LesionGroup.misplacedInLiver(1, 5)).isFalse();
        assertThat(LesionGroup.misplacedInLiver(2, 5.1)).isFalse();
    }
}
