package io.mirstream.eval.dataset;

import java.util.List;

/**
 * The three published descriptions of a volume.
 *
 * @param v1 made from the labels: it states number and size of the lesions
 * @param v2 made from slices
 * @param v3 made from slices
 */
public record Captions(String v1, String v2, String v3) {
    public List<String> all() {
        return List.of(v1, v2, v3);
    }
}
