package io.mirstream.query.search;

import io.mirstream.contracts.event.Vector;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Slice vectors of one series, scaled to length 1, element by element: all slices' first values, then all their second ones.
 * One vector is compared with every slice at a time, in loops that the JIT turns into vector instructions.
 */
public final class SliceMatrix {
    /** Elements that are added at a time: so many fewer times each cosine is loaded and stored. */
    private static final int AT_A_TIME = 8;

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
        SliceMatrix matrix = new SliceMatrix(new float[dimension * vectors.size()], vectors.size(), dimension);
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
        SliceMatrix matrix = new SliceMatrix(new float[dimension * slices], slices, dimension);
        float[] vector = new float[dimension];
        for (int slice = 0; slice < slices; slice++) {
            values.get(vector);
            matrix.put(slice, vector);
        }
        return matrix;
    }

    private void put(int slice, float[] vector) {
        scale(vector);
        for (int element = 0; element < dimension; element++) {
            elements[element * slices + slice] = vector[element];
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
        return (long) elements.length * Float.BYTES;
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
    public float[] cosines(float[] unitVector) {
        float[] cosines = new float[slices];
        int whole = dimension - dimension % AT_A_TIME;
        for (int element = 0; element < whole; element += AT_A_TIME) {
            addEight(unitVector, element, cosines);
        }
        for (int element = whole; element < dimension; element++) {
            float factor = unitVector[element];
            int row = element * slices;
            for (int slice = 0; slice < slices; slice++) {
                cosines[slice] += factor * elements[row + slice];
            }
        }
        return cosines;
    }

    private void addEight(float[] unitVector, int element, float[] cosines) {
        float factor0 = unitVector[element];
        float factor1 = unitVector[element + 1];
        float factor2 = unitVector[element + 2];
        float factor3 = unitVector[element + 3];
        float factor4 = unitVector[element + 4];
        float factor5 = unitVector[element + 5];
        float factor6 = unitVector[element + 6];
        float factor7 = unitVector[element + 7];
        int row = element * slices;
        for (int slice = 0; slice < slices; slice++) {
            cosines[slice] += factor0 * elements[row + slice]
                    + factor1 * elements[row + slices + slice]
                    + factor2 * elements[row + 2 * slices + slice]
                    + factor3 * elements[row + 3 * slices + slice]
                    + factor4 * elements[row + 4 * slices + slice]
                    + factor5 * elements[row + 5 * slices + slice]
                    + factor6 * elements[row + 6 * slices + slice]
                    + factor7 * elements[row + 7 * slices + slice];
        }
    }
}
