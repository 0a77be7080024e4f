package io.mirstream.embed.builtin;

import io.mirstream.embed.encode.Slab;
import io.mirstream.embed.encode.SlabBuilder;
import io.mirstream.embed.encode.SlabSpec;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.VolumeGeometry;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.write.CtVolume;
import java.util.ArrayList;
import java.util.List;

/** Slabs as the built-in model's manifest asks for them. */
final class PhantomSlabs {
    static final SlabSpec SPEC = new SlabSpec(3, TissueFeatures.SIDE, 5, 128, 0.05, (short) -1024);

    /** As the Medical Segmentation Decathlon has it. */
    static final int LESION = 2;

    /** Large beside rounding, and small enough for a lesion not to be clamped. */
    private static final int MARK_HU = 500;

    private PhantomSlabs() {}

    static List<Slab> of(CtVolume volume) {
        SlabBuilder builder = new SlabBuilder(SPEC, geometry(volume));
        List<short[]> slices = volume.slices();
        for (int index = 0; index < slices.size(); index++) {
            builder.accept(new Slice(
                    index, volume.positionsMm().get(index), volume.rows(), volume.columns(), slices.get(index)));
        }
        return builder.finish();
    }

    /**
     * How much of each pixel of each slab is lesion, from 0 to 1: slabs are averages, so that lesions raised by some HU say
     * it by how much they raise them.
     */
    static List<float[]> lesions(Phantom phantom, List<Slab> slabs) {
        CtVolume volume = phantom.volume();
        List<short[]> raised = new ArrayList<>();
        for (int k = 0; k < volume.slices().size(); k++) {
            short[] slice = volume.slices().get(k).clone();
            byte[] labels = phantom.labels().get(k);
            for (int i = 0; i < slice.length; i++) {
                slice[i] += (short) (labels[i] == LESION ? MARK_HU : 0);
            }
            raised.add(slice);
        }
        List<Slab> marked = of(with(volume, volume.positionsMm(), raised));
        List<float[]> fractions = new ArrayList<>();
        for (int k = 0; k < slabs.size(); k++) {
            float[] fraction = new float[TissueFeatures.SIDE * TissueFeatures.SIDE];
            for (int i = 0; i < fraction.length; i++) {
                float raise = marked.get(k).hounsfield()[i] - slabs.get(k).hounsfield()[i];
                fraction[i] = Math.clamp(raise / MARK_HU, 0, 1);
            }
            fractions.add(fraction);
        }
        return fractions;
    }

    static CtVolume with(CtVolume volume, List<Double> positionsMm, List<short[]> slices) {
        return new CtVolume(
                volume.rows(),
                volume.columns(),
                volume.pixelSpacingMm(),
                volume.originLeftMm(),
                volume.originBackMm(),
                positionsMm,
                slices);
    }

    private static VolumeGeometry geometry(CtVolume volume) {
        List<Double> positions = volume.positionsMm();
        double gap = positions.size() > 1 ? positions.get(1) - positions.get(0) : 1;
        return new VolumeGeometry(
                volume.rows(),
                volume.columns(),
                volume.pixelSpacingMm(),
                volume.pixelSpacingMm(),
                positions,
                gap,
                gap,
                gap,
                "axial",
                0,
                List.of());
    }
}
