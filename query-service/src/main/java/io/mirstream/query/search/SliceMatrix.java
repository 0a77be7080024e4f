package io.mirstream.query.search;

import io.mirstream.contracts.event.Vector;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Slice vectors of one series, scaled to length 1, element by element: all slices' first values, then all their second ones.
 * One vector is compared with every slice at a time, in loops that the JIT turns into vector instructions: it does where all
 * arrays of a loop are read and written at the same index, which is why each element has an array of its own.
 */
public final class SliceMatrix {
    /** Elements that are added at a time: so many fewer times each cosine is loaded and stored. */
    private static final int AT_A_TIME = 4;

    private final float[][] elements; // [dimension][slices]
    private final int slices;

    private SliceMatrix(int dimension, int slices) {
        elements = new float[dimension][slices];
        this.slices = slices;
    }

    /** @param vectors at least one, all of one length; one without a direction is like nothing: its cosines are 0 */
    static SliceMatrix of(List<Vector> vectors) {
        SliceMatrix matrix = new SliceMatrix(vectors.getFirst().dimension(), vectors.size());
        for (int slice = 0; slice < vectors.size(); slice++) {
            matrix.put(slice, vectors.get(slice).toArray());
        }
        return matrix;
    }

    /**
     * @param values finite: one slice's after the other's
     * @param slices at least one, of which each has as many values as the others
     */
    public static SliceMatrix of(FloatBuffer values, int slices) {
        int dimension = values.remaining() / slices;
        SliceMatrix matrix = new SliceMatrix(dimension, slices);
        float[] vector = new float[dimension];
        for (int slice = 0; slice < slices; slice++) {
            values.get(vector);
            matrix.put(slice, vector);
        }
        return matrix;
    }

    private void put(int slice, float[] vector) {
        scale(vector);
        for (int element = 0; element < vector.length; element++) {
            elements[element][slice] = vector[element];
        }
    }

    /** A copy of length 1. */
    static float[] unit(Vector vector) {
        float[] values = vector.toArray();
        scale(values);
        return values;
    }

    private static void scale(float[] values) {
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
    }

    int slices() {
        return slices;
    }

    /** What it takes in memory, or a little less. */
    public long bytes() {
        return (long) elements.length * slices * Float.BYTES;
    }

    /** The vector of one slice, of length 1. */
    float[] slice(int slice) {
        float[] vector = new float[elements.length];
        for (int element = 0; element < vector.length; element++) {
            vector[element] = elements[element][slice];
        }
        return vector;
    }

    /** Cosines with every slice, in their order. */
    public float[] cosines(float[] unitVector) {
        float[] cosines = new float[slices];
        int whole = elements.length - elements.length % AT_A_TIME;
        for (int element = 0; element < whole; element += AT_A_TIME) {
            addFour(unitVector, element, cosines);
        }
        for (int element = whole; element < elements.length; element++) {
            float factor = unitVector[element];
            float[] row = elements[element];
            for (int slice = 0; slice < cosines.length; slice++) {
                cosines[slice] += factor * row[slice];
            }
        }
        return cosines;
    }

    private void addFour(float[] unitVector, int element, float[] cosines) {
        float factor0 = unitVector[element];
        float factor1 = unitVector[element + 1];
        float factor2 = unitVector[element + 2];
        float factor3 = unitVector[element + 3];
        float[] row0 = elements[element];
        float[] row1 = elements[element + 1];
        float[] row2 = elements[element + 2];
        float[] row3 = elements[element + 3];
        for (int slice = 0; slice < cosines.length; slice++) {
            cosines[slice] +=
                    factor0 * row0[slice] + factor1 * row1[slice] + factor2 * row2[slice] + factor3 * row3[slice];
        }
    }
}
