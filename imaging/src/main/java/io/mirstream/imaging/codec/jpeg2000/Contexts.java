package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.imaging.codec.jpeg2000.Subband.Kind;

/**
 * Context labels by what is known of a coefficient's neighbours (T.800 tables D.1 to D.3).
 *
 * <p>Neighbours are bits in rows of three: north-west 0, north 1, north-east 2, west 3, itself 4, east 5, south-west 6,
 * south 7, south-east 8.
 */
final class Contexts {
    private static final int NEIGHBOURHOODS = 1 << 9;
    private static final int FIRST_SIGN_LABEL = 9;

    private static final byte[] LOW_HORIZONTALLY = new byte[NEIGHBOURHOODS];
    private static final byte[] HIGH_HORIZONTALLY = new byte[NEIGHBOURHOODS];
    private static final byte[] HIGH_BOTH = new byte[NEIGHBOURHOODS];

    /**
     * By the significance of the four nearest neighbours at their bits, and one bit before each whether it is negative:
     * twice the label, plus 1 where the decoded bit is to be inverted.
     */
    static final byte[] SIGN = new byte[1 << 8];

    static {
        for (int near = 0; near < NEIGHBOURHOODS; near++) {
            int horizontal = (near >> 3 & 1) + (near >> 5 & 1);
            int vertical = (near >> 1 & 1) + (near >> 7 & 1);
            int diagonal = (near & 1) + (near >> 2 & 1) + (near >> 6 & 1) + (near >> 8 & 1);
            LOW_HORIZONTALLY[near] = (byte) alongOneDirection(horizontal, vertical, diagonal);
            HIGH_HORIZONTALLY[near] = (byte) alongOneDirection(vertical, horizontal, diagonal);
            HIGH_BOTH[near] = (byte) alongDiagonals(horizontal + vertical, diagonal);
        }
        for (int near = 0; near < SIGN.length; near++) {
            int horizontal = Integer.signum(contribution(near, 3) + contribution(near, 5));
            int vertical = Integer.signum(contribution(near, 1) + contribution(near, 7));
            int sum = 3 * horizontal + vertical;
            // tables D.2 and D.3 are antisymmetric: labels 9 to 13 for sums 0 to 4
            SIGN[near] = (byte) (2 * (FIRST_SIGN_LABEL + Math.abs(sum)) + (sum < 0 ? 1 : 0));
        }
    }

    private Contexts() {}

    /** Labels of significance by neighbourhood. */
    static byte[] significance(Kind kind) {
        return switch (kind) {
            case LL, LH -> LOW_HORIZONTALLY;
            case HL -> HIGH_HORIZONTALLY;
            case HH -> HIGH_BOTH;
        };
    }

    private static int alongOneDirection(int along, int across, int diagonal) {
        if (along == 2) {
            return 8;
        }
        if (along == 1) {
            return across > 0 ? 7 : diagonal > 0 ? 6 : 5;
        }
        return across > 0 ? 2 + across : Math.min(diagonal, 2);
    }

    private static int alongDiagonals(int straight, int diagonal) {
        if (diagonal >= 3) {
            return 8;
        }
        if (diagonal == 2) {
            return straight > 0 ? 7 : 6;
        }
        return 3 * diagonal + Math.min(straight, 2);
    }

    private static int contribution(int near, int bit) {
        return (near >> bit & 1) * (1 - 2 * (near >> (bit - 1) & 1));
    }
}
