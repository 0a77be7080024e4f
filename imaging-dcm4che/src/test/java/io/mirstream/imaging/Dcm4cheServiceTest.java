package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.imaging.dcm4che.Dcm4cheFileReader;
import io.mirstream.imaging.dicom.ImageFileReader;
import org.junit.jupiter.api.Test;

class Dcm4cheServiceTest {
    @Test
    void module_on_the_class_path_is_found_by_its_name() {
        assertThat(ImageFileReader.named("dcm4che")).isInstanceOf(Dcm4cheFileReader.class);
    }
}
