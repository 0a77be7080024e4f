package io.mirstream.embed.encode;

import java.util.List;

/**
 * How a model's tensor lies in the patient. Slices come in LPS: x to the left, y to the back, z to the head.
 *
 * @param axes which of x (0), y (1), z (2) each axis of the tensor is, slowest first
 * @param flipped by x, y, z: whether the tensor runs the other way
 */
public record Arrangement(List<Integer> axes, List<Boolean> flipped) {
    private static final int X = 0;
    private static final int Y = 1;
    private static final int Z = 2;

    /** Rows and columns of axial slices, as they come. */
    public static final Arrangement SLICES = new Arrangement(List.of(Z, Y, X), List.of(false, false, false));

    public Arrangement {
        axes = List.copyOf(axes);
        flipped = List.copyOf(flipped);
        if (axes.size() != 3 || !axes.containsAll(List.of(X, Y, Z)) || flipped.size() != 3) {
            throw new IllegalArgumentException("an arrangement has three axes");
        }
    }

    /**
     * Which of x, y, z each letter of an orientation code stands for.
     *
     * @param code three letters, one each of L or R, P or A, S or I: where the axis runs to
     * @throws IllegalArgumentException for other codes
     */
    public static List<Integer> axesOf(String code) {
        List<Integer> axes =
                code.chars().map(letter -> "LRPASI".indexOf(letter) / 2).boxed().toList();
        boolean known = code.chars().allMatch(letter -> "LRPASI".indexOf(letter) >= 0);
        if (!known || axes.size() != 3 || !axes.containsAll(List.of(X, Y, Z))) {
            throw new IllegalArgumentException("an orientation has one letter each of LR, PA and SI");
        }
        return axes;
    }

    /**
     * @param code orientation, three letters
     * @param depthFirst the axis along the body is the slowest (NCDHW): the code's order if it begins with that axis, the
     *     reverse if it ends with it. Otherwise (NCHWD) the tensor's axes are in the code's order
     * @throws IllegalArgumentException for what is no code, and for a code with the body's axis in the middle and
     *     {@code depthFirst}
     */
    public static Arrangement of(String code, boolean depthFirst) {
        List<Integer> axes = axesOf(code);
        if (depthFirst && axes.get(1) == Z) {
            throw new IllegalArgumentException(
                    "an orientation of a tensor with depth first begins or ends with S or I");
        }
        List<Boolean> flipped = List.of(code.contains("R"), code.contains("A"), code.contains("I"));
        return new Arrangement(depthFirst && axes.get(2) == Z ? axes.reversed() : axes, flipped);
    }

    /** Of a volume [z][y][x] with the lengths of x, y, z. */
    float[] arrange(float[] volume, int[] lengths) {
        int[] strides = {1, lengths[X], lengths[X] * lengths[Y]};
        int start = 0;
        int[] step = new int[3];
        for (int i = 0; i < 3; i++) {
            int axis = axes.get(i);
            step[i] = flipped.get(axis) ? -strides[axis] : strides[axis];
            start += flipped.get(axis) ? strides[axis] * (lengths[axis] - 1) : 0;
        }
        if (step[0] == strides[Z] && step[1] == strides[Y] && step[2] == 1) {
            return volume;
        }
        float[] arranged = new float[volume.length];
        int to = 0;
        for (int a = 0; a < lengths[axes.get(0)]; a++) {
            for (int b = 0; b < lengths[axes.get(1)]; b++) {
                int from = start + a * step[0] + b * step[1];
                for (int c = 0; c < lengths[axes.get(2)]; c++, from += step[2]) {
                    arranged[to++] = volume[from];
                }
            }
        }
        return arranged;
    }
}
