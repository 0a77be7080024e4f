package io.mirstream.eval.dataset.phantom;

import io.mirstream.eval.dataset.Captions;
import io.mirstream.eval.dataset.Organ;
import java.util.Locale;

/**
 * Captions in the manner of the published ones: the first states number and size, the others describe without measuring,
 * and a borrowed normal has one constant sentence.
 */
final class PhantomCaptions {
    /** Half of the published ones have quotation marks as part of their text. */
    private static final double QUOTED = 0.5;

    private PhantomCaptions() {}

    static Captions borrowed(Organ pool) {
        String constant = "The " + pool.label() + " is in healthy condition";
        return new Captions(constant, constant, constant);
    }

    static Captions healthy(Organ pool, Draw draw) {
        return new Captions(
                quoted("This volume shows a normal " + pool.label() + "; no tumors are seen.", draw),
                slices(pool, draw),
                view(pool, "no mass is seen", draw));
    }

    static Captions lesions(Organ pool, int number, double largestCm, Draw draw) {
        String first =
                switch (draw.below(2)) {
                    case 0 ->
                        number == 1
                                ? "This volume shows a %1$s with a single tumor of %3$.2f centimeters."
                                : "This volume shows a %1$s with %2$d tumors, the largest of %3$.2f centimeters.";
                    default ->
                        number == 1
                                ? "In the %1$s there is one tumor, which measures %3$.2f cm."
                                : "In the %1$s there are %2$d tumors; the largest measures %3$.2f cm.";
                };
        String finding =
                switch (pool) {
                    case LIVER -> number == 1 ? "a hypodense focus is seen" : "several hypodense foci are seen";
                    case COLON -> "the wall is thickened at one place";
                    case PANCREAS -> "the gland has a hypodense part";
                    case LUNG -> number == 1 ? "a dense nodule is seen" : "several dense nodules are seen";
                };
        return new Captions(
                quoted(String.format(Locale.ROOT, first, pool.label(), number, largestCm), draw),
                slices(pool, draw),
                view(pool, finding, draw));
    }

    private static String slices(Organ pool, Draw draw) {
        return (draw.chance(0.5) ? "Most axial slices show " : "The axial slices of this phantom show ")
                + region(pool)
                + ", with the spine behind it.";
    }

    private static String view(Organ pool, String finding, Draw draw) {
        String view = "The slices, from foot to head, show " + region(pool) + "; " + finding + ".";
        return draw.chance(0.1) ? view + "\nNo other finding." : view;
    }

    private static String region(Organ pool) {
        return switch (pool) {
            case LIVER -> "the upper abdomen and the bases of the lungs";
            case COLON -> "the pelvis and the lower abdomen";
            case PANCREAS -> "the abdomen, from the kidneys to the pancreas";
            case LUNG -> "the chest";
        };
    }

    private static String quoted(String caption, Draw draw) {
        return draw.chance(QUOTED) ? '"' + caption + '"' : caption;
    }
}
