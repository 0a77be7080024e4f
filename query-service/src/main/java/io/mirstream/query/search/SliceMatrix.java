package io.mirstream.query.search;

import io.mirstream.contracts.event.Vector;
import java.util.List;

/**
 * Slice vectors of one series, scaled to length 1, element by element: all slices' first values, then all their second ones.
 * One vector is compared with every slice at a time, in loops that the JIT turns into vector instructions.
 */
final class SliceMatrix {
    private final float[] elements; // [dimension][slices]
    private final int slices;
    private final int dimension;

    private SliceMatrix(float[] elements, int slices, int dimension) {
        this.elements = elements;
        this.slices = slices;
        this.dimension = dimension;
    }

    /** @param vectors at least one, all of one length; one without a direction is like nothing: its cosines are 0 */
    static SliceMatrix of(List<Vector> vectors) {
        int dimension = vectors.getFirst().dimension();
        float[] elements = new float[dimension * vectors.size()];
        for (int slice = 0; slice < vectors.size(); slice++) {
            float[] unit = unit(vectors.get(slice));
            for (int element = 0; element < dimension; element++) {
                elements[element * vectors.size() + slice] = unit[element];
            }
        }
        return new SliceMatrix(elements, vectors.size(), dimension);
    }

    /** A copy of length 1. */
    static float[] unit(Vector vector) {
        float[] values = vector.toArray();
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        if (squares > 0) {
            double scale = 1 / Math.sqrt(squares);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] * scale);
            }
        }
        return values;
    }

    int slices() {
        return slices;
    }

    /** The vector of one slice, of length 1. */
    float[] slice(int slice) {
        float[] vector = new float[dimension];
        for (int element = 0; element < dimension; element++) {
            vector[element] = elements[element * slices + slice];
        }
        return vector;
    }

    /** Cosines with every slice, in their order. */
    float[] cosines(float[] unitVector) {
        float[] cosines = new float[slices];
        for (int element = 0; element < dimension; element++) {
            float factor = unitVector[element];
            int row = element * slices;
            for (int slice = 0; slice < slices; slice++) {
                cosines[slice] += factor * elements[row + slice];
            }
        }
        return cosines;
    }
}
