package io.mirstream.imaging.phantom;

import io.mirstream.imaging.write.CtVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rendered phantom.
 *
 * @param volume int16 HU
 * @param labels a byte a voxel, on the same grid: 0 background, 1 the anatomy's organ, 2 lesion, as in the Medical
 *     Segmentation Decathlon
 */
public record Phantom(PhantomSpec spec, CtVolume volume, List<byte[]> labels) {
    /** Of the table and the widest body, in mm. */
    private static final double FIELD_OF_VIEW_MM = 420;

    private static final short LOWEST_HU = -1024;

    /** Renders slices in parallel; the result does not depend on threads. */
    public static Phantom render(PhantomSpec spec) {
        Noise noise = new Noise(spec.seed() * 31 + spec.anatomy().ordinal());
        double scale = noise.between(0.9, 1.08);
        double shiftX = noise.between(-12, 12);
        double shiftY = noise.between(-10, 10);
        double from = spec.anatomy().fromMm + noise.between(-10, 10);
        double to = spec.anatomy().toMm + noise.between(-10, 10);
        double bottom = Math.rint(noise.between(-600, 200));
        double grain = noise.between(9, 17);
        Torso torso = new Torso(spec, noise);

        double pixel = FIELD_OF_VIEW_MM * noise.between(0.95, 1.05) / spec.side();
        double origin = -pixel * (spec.side() - 1) / 2;
        int count = (int) Math.max(3, (to - from) * scale / spec.sliceSpacingMm());
        byte[][] labels = new byte[count][];
        short[][] slices = new short[count][];
        IntStream.range(0, count).parallel().forEach(index -> {
            double z = from + index * spec.sliceSpacingMm() / scale;
            Canvas canvas = new Canvas(
                    spec.side(), pixel / scale, (origin - shiftX) / scale, (origin - shiftY) / scale + 24, z, noise);
            torso.paint(canvas);
            labels[index] = canvas.labels;
            slices[index] = scanned(canvas, noise.seed() + index, (float) grain);
        });
        List<Double> positions = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            positions.add(bottom + index * spec.sliceSpacingMm());
        }
        CtVolume volume = new CtVolume(spec.side(), spec.side(), pixel, origin, origin, positions, List.of(slices));
        return new Phantom(spec, volume, List.of(labels));
    }

    /** What a scanner makes of it: a little blur, and noise whose neighbours are alike. */
    private static short[] scanned(Canvas canvas, long seed, float grain) {
        int side = canvas.side;
        float[] white = new float[side * side];
        for (int i = 0; i < white.length; i++) {
            white[i] = Noise.gaussian(seed, i) * grain * 1.9f;
        }
        float[] noise = blurred(white, side, 1, 1, 1);
        float[] image = blurred(canvas.hounsfield, side, 1, 4, 1);
        short[] hounsfield = new short[side * side];
        for (int i = 0; i < hounsfield.length; i++) {
            hounsfield[i] = (short) Math.max(LOWEST_HU, Math.round(image[i] + noise[i]));
        }
        return hounsfield;
    }

    /** Separable weights (a, b, a) over their sum, in rows and columns. */
    private static float[] blurred(float[] image, int side, float a, float b, float c) {
        float sum = a + b + c;
        float[] rows = new float[image.length];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int at = row * side + column;
                float before = column > 0 ? image[at - 1] : image[at];
                float after = column < side - 1 ? image[at + 1] : image[at];
                rows[at] = (a * before + b * image[at] + c * after) / sum;
            }
        }
        float[] both = new float[image.length];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int at = row * side + column;
                float before = row > 0 ? rows[at - side] : rows[at];
                float after = row < side - 1 ? rows[at + side] : rows[at];
                both[at] = (a * before + b * rows[at] + c * after) / sum;
            }
        }
        return both;
    }
}
