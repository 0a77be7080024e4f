package io.mirstream.embed.encode;

import io.mirstream.imaging.VolumeGeometry;

/** A box of pixels of a series: columns x, rows y, slices z. */
public record Box(Range x, Range y, Range z) {
    /**
     * @param from inclusive
     * @param to exclusive
     */
    public record Range(int from, int to) {
        public Range {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("a range has a first and a last pixel");
            }
        }

        int length() {
            return to - from;
        }
    }

    /** All of a series. */
    public static Box of(VolumeGeometry geometry) {
        return new Box(
                new Range(0, geometry.columns()), new Range(0, geometry.rows()), new Range(0, geometry.slices()));
    }
}
