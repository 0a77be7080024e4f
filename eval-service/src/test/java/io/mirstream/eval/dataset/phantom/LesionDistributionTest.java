package io.mirstream.eval.dataset.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.eval.dataset.LesionGroup;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.imaging.phantom.Lesion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LesionDistributionTest {
    @ParameterizedTest
    @CsvSource({
        "LIVER, 1",
        "LIVER, 2",
        "LIVER, 3",
        "COLON, 2",
        "COLON, 4",
        "PANCREAS, 1",
        "PANCREAS, 4",
        "LUNG, 1",
        "LUNG, 3"
    })
    void drawn_lesions_are_in_the_group_and_none_is_larger_than_the_first(Organ organ, int group) {
        Draw draw = new Draw(group);
        for (int i = 0; i < 50; i++) {
            List<Lesion> lesions = LesionDistribution.of(organ).draw(organ, group, draw);

            double largestMm = lesions.getFirst().diameterMm();
            assertThat(LesionGroup.released(organ, lesions.size(), largestMm / 10))
                    .isEqualTo(group);
            assertThat(lesions).allMatch(lesion -> lesion.diameterMm() <= largestMm);
        }
    }

    @Test
    void sizes_are_distributed_log_normally() {
        Draw draw = new Draw(1);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 20_000; i++) {
            double log = Math.log(draw.logNormal(1.16, 0.37));
            sum += log;
            squares += log * log;
        }

        double mean = sum / 20_000;
        assertThat(mean).isCloseTo(1.16, within(0.02));
        assertThat(Math.sqrt(squares / 20_000 - mean * mean)).isCloseTo(0.37, within(0.02));
    }

    @Test
    void group_that_the_rules_never_give_is_refused() {
        assertThatThrownBy(() -> LesionDistribution.of(Organ.LUNG).draw(Organ.LUNG, 4, new Draw(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
