package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.dicom.ImageFileReader;
import io.mirstream.imaging.dicom.OwnFileReader;
import org.junit.jupiter.api.Test;

class ImageFileReaderTest {
    @Test
    void own_reader_is_always_there() {
        assertThat(ImageFileReader.named("own")).isInstanceOf(OwnFileReader.class);
    }

    @Test
    void reader_that_is_not_on_the_class_path_is_named_in_the_refusal() {
        assertThatThrownBy(() -> ImageFileReader.named("another"))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.READER_UNAVAILABLE))
                .hasMessageContaining("another");
    }
}
