package io.mirstream.contracts.head;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Vector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Heads for the vectors of one model. With that of texts, texts and images are in one space.
 *
 * @param base whose vectors they were trained on
 * @param image for vectors of images
 * @param text for vectors of texts; absent where no texts were there to learn from
 * @param provenance on what they were trained, and how, for people
 */
public record LearnedHeads(ModelRef base, Head image, Optional<Head> text, Map<String, Object> provenance) {
    /** @throws CodedException {@code MODEL_INVALID} */
    public LearnedHeads {
        if (base == null || image == null) {
            throw invalid("heads have a base and an image head");
        }
        provenance = provenance == null ? Map.of() : Map.copyOf(provenance); // an empty one is left out in JSON
        text = Objects.requireNonNullElse(text, Optional.empty());
        if (image.width() != base.dimension()) {
            throw invalid("the image head takes vectors of another length than its base gives");
        }
        text.ifPresent(head -> {
            if (head.width() != base.textDimension() || head.dimension() != image.dimension()) {
                throw invalid(
                        "the text head takes or gives vectors of another length than its base and the image head");
            }
        });
    }

    /**
     * {@code y = W z + c}, where z is the vector x at length 1, followed by the products of its coordinates
     * {@code u = A x + b}: {@code u0 u0, u0 u1, ..., u1 u1, u1 u2, ...}. Nothing is scaled afterwards: so the head of slices,
     * averaged, is affine in averages.
     *
     * @param axes rows of A; none where there are no products
     * @param shift b; present with axes
     * @param weights rows of W, one a value of y
     * @param offset c
     */
    public record Head(List<Vector> axes, Optional<Vector> shift, List<Vector> weights, Vector offset) {
        /** @throws CodedException {@code MODEL_INVALID} */
        public Head {
            axes = axes == null ? List.of() : List.copyOf(axes);
            shift = Objects.requireNonNullElse(shift, Optional.empty());
            if (weights == null || weights.isEmpty() || offset == null || offset.dimension() != weights.size()) {
                throw invalid("a head has a row of weights and an offset for each of its values");
            }
            weights = List.copyOf(weights);
            int inputs = weights.getFirst().dimension();
            int width = inputs - products(axes.size());
            if (weights.stream().anyMatch(row -> row.dimension() != inputs)
                    || axes.stream().anyMatch(axis -> axis.dimension() != width)
                    || width < 1
                    || shift.map(Vector::dimension).orElse(0) != axes.size()) {
                throw invalid("a head's rows have one length: that of its vectors, and of the products along its axes");
            }
        }

        private static int products(int axes) {
            return axes * (axes + 1) / 2;
        }

        /** Columns of W. */
        public int inputs() {
            return weights.getFirst().dimension();
        }

        /** Of the vectors that it takes. */
        public int width() {
            return inputs() - products(axes.size());
        }

        /** Of the vectors that it gives. */
        public int dimension() {
            return weights.size();
        }
    }

    private static CodedException invalid(String message) {
        return new CodedException(ErrorCode.MODEL_INVALID, message);
    }
}
