package io.mirstream.imaging.codec.jpeg2000;

import java.util.Arrays;

/** A tile's parameters, and where its tile-parts' packets lie in the codestream. */
final class TileData {
    private final CodingParameters parameters;
    private int[] bounds = new int[2];
    private int parts;

    TileData(CodingParameters parameters) {
        this.parameters = parameters;
    }

    CodingParameters parameters() {
        return parameters;
    }

    int parts() {
        return parts;
    }

    void add(int from, int to) {
        if (2 * parts == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * parts] = from;
        bounds[2 * parts + 1] = to;
        parts++;
    }

    int from(int part) {
        return bounds[2 * part];
    }

    int to(int part) {
        return bounds[2 * part + 1];
    }

    int bytes() {
        int bytes = 0;
        for (int part = 0; part < parts; part++) {
            bytes += to(part) - from(part);
        }
        return bytes;
    }
}
