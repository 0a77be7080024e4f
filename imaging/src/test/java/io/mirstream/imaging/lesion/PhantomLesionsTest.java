package io.mirstream.imaging.lesion;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.Lesion;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.write.CtVolume;
import io.mirstream.imaging.write.NiftiWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhantomLesionsTest {
    private static final int LESION = 2;
    private static final double SLICE_SPACING_MM = 4;

    @ParameterizedTest
    @CsvSource({
        "LIVER, 0, 0, 0",
        "LIVER, 44, 0, 0",
        "LIVER, 40, 22, 16",
        "COLON, 36, 0, 0",
        "COLON, 34, 18, 0",
        "PANCREAS, 30, 0, 0",
        "PANCREAS, 26, 16, 0",
        "LUNG, 50, 0, 0",
        "LUNG, 40, 20, 14"
    })
    void a_phantom_has_as_many_lesions_of_the_size_that_was_asked_for(
            Anatomy anatomy, double first, double second, double third) {
        List<Lesion> lesions = DoubleStream.of(first, second, third)
                .filter(mm -> mm > 0)
                .mapToObj(Lesion::new)
                .toList();
        Phantom phantom = Phantom.render(new PhantomSpec(21, anatomy, lesions, 160, SLICE_SPACING_MM));

        LesionMeasure measure = LesionMeasure.of(mask(phantom), LESION);

        assertThat(measure.numberTumors()).isEqualTo(lesions.size());
        // bodies are 0.9 to 1.08 of the average, and surfaces uneven by 4 %
        assertThat(measure.maxTumorSizePhysicalCm() * 10).isBetween(0.85 * first, 1.15 * first);
    }

    @Test
    void a_mask_says_the_same_from_its_file(@TempDir Path folder) throws IOException {
        PhantomSpec spec = new PhantomSpec(3, Anatomy.LIVER, List.of(new Lesion(40)), 96, SLICE_SPACING_MM);
        Phantom phantom = Phantom.render(spec);
        Path file = folder.resolve("mask.nii.gz");
        NiftiWriter.writeLabels(file, phantom.volume(), phantom.labels());

        LabelVolume read = LabelVolume.read(file, ReadLimits.DEFAULT);

        LabelVolume rendered = mask(phantom);
        assertThat(read.shape()).isEqualTo(rendered.shape());
        assertThat(read.labels()).isEqualTo(rendered.labels());
        assertThat(LabelSummary.of(read))
                .usingRecursiveComparison()
                .withComparatorForType(
                        (a, b) -> Math.abs(a - b) < 1e-5 * b ? 0 : 1, Double.class) // floats in the header
                .isEqualTo(LabelSummary.of(rendered));
    }

    private static LabelVolume mask(Phantom phantom) {
        CtVolume grid = phantom.volume();
        List<Double> spacing = List.of(grid.pixelSpacingMm(), grid.pixelSpacingMm(), SLICE_SPACING_MM);
        return LabelVolume.ofSlices(grid.columns(), spacing, phantom.labels());
    }
}
