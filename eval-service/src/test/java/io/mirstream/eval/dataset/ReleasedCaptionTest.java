package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Against what pandas printed. */
class ReleasedCaptionTest {
    @Test
    void long_caption_is_cut_before_any_size() {
        String caption =
                "This 3D volume depicts a liver with 7 tumors, the largest of which measures 2.44 centimeters.";

        assertThat(ReleasedCaption.of(0, caption))
                .isEqualTo("0    This 3D volume depicts a liver with 7 tumors, ...\nName: caption, dtype: object");
        assertThat(ReleasedCaption.of(129, "\"This is a normal image of the liver with no tumors detected.\""))
                .isEqualTo("129    \"This is a normal image of the liver with no t...\nName: caption, dtype: object");
    }

    @Test
    void caption_of_49_characters_is_whole_and_one_of_50_is_not() {
        assertThat(ReleasedCaption.of(0, "a".repeat(49))).startsWith("0    " + "a".repeat(49) + "\n");
        assertThat(ReleasedCaption.of(0, "a".repeat(50))).startsWith("0    " + "a".repeat(46) + "...\n");
    }

    @Test
    void line_breaks_are_escaped() {
        assertThat(ReleasedCaption.of(3, "a\nb\tc\rd\"")).startsWith("3    a\\nb\\tc\\rd\"\n");
    }
}
