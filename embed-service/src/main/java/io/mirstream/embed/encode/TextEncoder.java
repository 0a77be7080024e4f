package io.mirstream.embed.encode;

/** The text tower of a model. Safe for use by many threads. */
public interface TextEncoder extends AutoCloseable {
    /** A vector of length 1; what is longer than the tower's context is cut. */
    float[] encode(String text);

    int dimension();

    @Override
    void close();
}
