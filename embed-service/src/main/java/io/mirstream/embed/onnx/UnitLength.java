package io.mirstream.embed.onnx;

/** Scales vectors to length 1. */
final class UnitLength {
    /** Of the squared length: a graph that scales its own vectors is left as it is, to the bit. */
    private static final double CLOSE = 1e-5;

    private UnitLength() {}

    /** In place; a vector of zeros has no direction and stays. */
    static void scale(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares == 0 || Math.abs(squares - 1) < CLOSE) {
            return;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
    }
}
