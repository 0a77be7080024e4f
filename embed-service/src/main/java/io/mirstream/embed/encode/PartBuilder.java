package io.mirstream.embed.encode;

import io.mirstream.imaging.SliceConsumer;
import java.util.List;

/** Reduces the slices of one series, as they come, to the parts that a model takes. */
public interface PartBuilder extends SliceConsumer {
    /**
     * After the last slice: the parts, foot to head, at least one.
     *
     * @throws io.mirstream.contracts.error.CodedException {@code NO_BODY} when there is nothing to see
     */
    List<Part> parts();
}
