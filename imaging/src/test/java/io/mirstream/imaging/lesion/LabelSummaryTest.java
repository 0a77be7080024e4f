package io.mirstream.imaging.lesion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelSummaryTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void a_voxel_is_printed_with_these_fields_and_no_others() throws JsonProcessingException {
        LabelVolume volume =
                new Mask(3, 3, 3).spacing(1, 2, 5).voxel(300, 1, 1, 1).volume();

        String printed = json.writeValueAsString(LabelSummary.of(volume));

        String largest = """
                {"voxels": 1, "majorAxis4SqrtEigCm": 0.0, "skimageMajorAxisVoxels": 0.0, "feretCm": 0.0,
                 "boundingBoxVoxels": [1, 1, 1]}
                """;
        String expected = """
                [{"label": 300, "voxels": 1, "volumeCm3": 0.01, "components6": 1, "components26": 1,
                  "largest26": %1$s, "largest6": %1$s,
                  "mir3d": {"numberTumors": 0, "maxTumorSizeAsReleased": 0.0, "maxTumorSizePhysicalCm": 0.0}}]
                """.formatted(largest);
        assertThat(json.readTree(printed)).isEqualTo(json.readTree(expected));
    }

    @Test
    void labels_come_ascending_and_each_is_measured_alone() {
        LabelVolume volume = new Mask(8, 8, 4)
                .box(65_535, 0, 0, 0, 1, 1, 1)
                .box(2, 2, 0, 0, 4, 1, 1)
                .box(2, 5, 2, 2, 5, 2, 3)
                .volume();

        List<LabelSummary> summaries = LabelSummary.of(volume);

        assertThat(summaries).extracting(LabelSummary::label).containsExactly(2, 65_535);
        LabelSummary two = summaries.getFirst();
        assertThat(two.voxels()).isEqualTo(14);
        assertThat(two.components6()).isEqualTo(2);
        assertThat(two.components26()).isEqualTo(1);
        assertThat(two.largest6().voxels()).isEqualTo(12);
        assertThat(two.largest26().boundingBoxVoxels()).containsExactly(4, 3, 4);
        assertThat(two.mir3d()).isEqualTo(LesionMeasure.of(volume, 2));
        assertThat(two.mir3d().numberTumors()).isEqualTo(1);
    }

    @Test
    void a_mask_of_background_has_no_labels() {
        assertThat(LabelSummary.of(new Mask(3, 3, 3).volume())).isEmpty();
    }
}
