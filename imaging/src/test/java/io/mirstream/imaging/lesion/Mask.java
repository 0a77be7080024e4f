package io.mirstream.imaging.lesion;

import java.util.List;

/** A mask painted voxel by voxel, on cubes of 1 mm unless told otherwise. */
final class Mask {
    private final int columns;
    private final int rows;
    private final int slices;
    private final char[] labels;
    private List<Double> spacingMm = List.of(1.0, 1.0, 1.0);

    Mask(int columns, int rows, int slices) {
        this.columns = columns;
        this.rows = rows;
        this.slices = slices;
        labels = new char[columns * rows * slices];
    }

    Mask spacing(double i, double j, double k) {
        spacingMm = List.of(i, j, k);
        return this;
    }

    Mask voxel(int label, int i, int j, int k) {
        labels[(k * rows + j) * columns + i] = (char) label;
        return this;
    }

    /** Both corners included. */
    Mask box(int label, int i0, int j0, int k0, int i1, int j1, int k1) {
        for (int k = k0; k <= k1; k++) {
            for (int j = j0; j <= j1; j++) {
                for (int i = i0; i <= i1; i++) {
                    voxel(label, i, j, k);
                }
            }
        }
        return this;
    }

    LabelVolume volume() {
        return new LabelVolume(List.of(columns, rows, slices), spacingMm, labels);
    }
}
