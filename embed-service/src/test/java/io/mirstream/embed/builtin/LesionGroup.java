package io.mirstream.embed.builtin;

import io.mirstream.imaging.lesion.LabelVolume;
import io.mirstream.imaging.lesion.LesionMeasure;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.write.CtVolume;
import java.util.List;

/** The size and count bucket of 3D-MIR (Ben Abacha et al., 2026), from a phantom's mask in true centimetres. */
final class LesionGroup {
    static final int NONE = -1;

    private LesionGroup() {}

    static int of(Phantom phantom) {
        CtVolume volume = phantom.volume();
        List<Double> spacing = List.of(
                volume.pixelSpacingMm(),
                volume.pixelSpacingMm(),
                volume.positionsMm().get(1) - volume.positionsMm().get(0));
        LesionMeasure measure = LesionMeasure.of(
                LabelVolume.ofSlices(volume.columns(), spacing, phantom.labels()), PhantomSlabs.LESION);
        return of(phantom.spec().anatomy(), measure.numberTumors(), measure.maxTumorSizePhysicalCm());
    }

    private static int of(Anatomy anatomy, int count, double sizeCm) {
        if (count == 0) {
            return NONE;
        }
        return switch (anatomy) {
            case LIVER -> {
                if (count == 1) {
                    yield sizeCm < 2 ? 1 : 2;
                }
                yield sizeCm < 5 ? 2 : 3;
            }
            case LUNG -> {
                if (count > 1) {
                    yield 3;
                }
                yield sizeCm < 3 ? 1 : 2;
            }
            case COLON, PANCREAS -> {
                if (sizeCm < 4) {
                    yield sizeCm < 2 ? 1 : 2;
                }
                yield sizeCm < 6 ? 3 : 4;
            }
        };
    }
}
