package io.mirstream.imaging;

/** Takes the slices of a series, one by one, foot to head. */
@FunctionalInterface
public interface SliceConsumer {
    void accept(Slice slice);
}
