package io.mirstream.eval.learn;

import java.util.Optional;

/**
 * Heads for images and texts.
 *
 * @param lift of a volume's slices
 * @param image of what is lifted
 * @param text of a text's vector at length 1, to the space of images
 */
record Heads(Lift lift, AffineMap image, Optional<AffineMap> text) {
    double[] image(Example example) {
        return image.of(lift.values(example));
    }

    /** Of an example that has a text, by heads that have one for texts. */
    double[] text(Example example) {
        return text.orElseThrow().of(example.text().orElseThrow());
    }
}
