package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeIdTest {
    @Test
    void file_name_is_the_name_with_its_suffix() {
        assertThat(VolumeId.ofFile("liver_102.nii.gz")).isEqualTo(new VolumeId("liver_102"));
        assertThat(new VolumeId("liver_102").fileName()).isEqualTo("liver_102.nii.gz");
    }

    @Test
    void order_is_that_of_code_points() {
        assertThat(List.of(new VolumeId("liver_2"), new VolumeId("Liver_3"), new VolumeId("liver_10")).stream()
                        .sorted()
                        .map(VolumeId::value))
                .containsExactly("Liver_3", "liver_10", "liver_2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../liver_1", "a/b", "liver 1", "_liver", "liver.1"})
    void name_that_could_be_a_path_is_refused(String name) {
        assertThatThrownBy(() -> new VolumeId(name)).isInstanceOf(CodedException.class);
    }

    @Test
    void file_of_another_kind_is_refused() {
        assertThatThrownBy(() -> VolumeId.ofFile("liver_102.nii"))
                .isInstanceOf(CodedException.class)
                .hasMessage("a volume's file name ends in .nii.gz");
    }
}
