package io.mirstream.embed.encode;

import java.util.List;

/** The text tower of a model. Safe for use by many threads. */
public interface TextEncoder extends AutoCloseable {
    /** What a text is to a search; some towers want to be told. */
    enum Role {
        /** What somebody looks for. */
        QUERY,
        /** What is found. */
        DOCUMENT
    }

    /** A vector of length 1; what is longer than the tower's context is cut. */
    float[] encode(String text, Role role);

    /** Of each text the vector that it has alone; together they may take less time. */
    default List<float[]> encode(List<String> texts, Role role) {
        return texts.stream().map(text -> encode(text, role)).toList();
    }

    int dimension();

    @Override
    void close();
}
