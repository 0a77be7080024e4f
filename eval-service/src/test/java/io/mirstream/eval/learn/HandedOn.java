package io.mirstream.eval.learn;

import io.mirstream.contracts.head.LearnedHeads;

/** What a head that is handed on gives of a vector, by the words of its contract. */
final class HandedOn {
    private HandedOn() {}

    /** @param unit of length 1 */
    static double[] apply(LearnedHeads.Head head, float[] unit) {
        int count = head.axes().size();
        double[] along = new double[count];
        for (int axis = 0; axis < count; axis++) {
            along[axis] = head.shift().orElseThrow().toArray()[axis]
                    + dot(head.axes().get(axis).toArray(), unit);
        }
        double[] image = new double[head.dimension()];
        for (int row = 0; row < image.length; row++) {
            float[] weights = head.weights().get(row).toArray();
            image[row] = head.offset().toArray()[row] + dot(weights, unit);
            int at = unit.length;
            for (int first = 0; first < count; first++) {
                for (int second = first; second < count; second++) {
                    image[row] += weights[at++] * along[first] * along[second];
                }
            }
        }
        return image;
    }

    private static double dot(float[] weights, float[] vector) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += (double) weights[i] * vector[i];
        }
        return sum;
    }
}
