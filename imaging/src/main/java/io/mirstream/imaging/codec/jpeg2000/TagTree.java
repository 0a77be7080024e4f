package io.mirstream.imaging.codec.jpeg2000;

/** A quad-tree of minima, told bit by bit (T.800 B.10.2). */
final class TagTree {
    private final int width;
    private final int height;
    private final int depth;
    /** All levels, leaves first: twice the lower bound known so far, plus 1 where it is the value. */
    private final int[] nodes;

    TagTree(int width, int height) {
        this.width = width;
        this.height = height;
        int size = width * height;
        int levels = 1;
        for (int w = width, h = height; w > 1 || h > 1; levels++) {
            w = (w + 1) >> 1;
            h = (h + 1) >> 1;
            size += w * h;
        }
        this.depth = levels;
        this.nodes = new int[size];
    }

    /** Reads as many bits as it takes to know whether the leaf's value is below the threshold. */
    boolean isBelow(int threshold, int x, int y, PacketBits bits) {
        int bound = 0;
        boolean known = false;
        for (int level = depth - 1; level >= 0; level--) {
            int node = index(level, x >> level, y >> level);
            known = (nodes[node] & 1) != 0;
            bound = Math.max(bound, nodes[node] >> 1);
            while (!known && bound < threshold) {
                if (bits.bit() != 0) {
                    known = true;
                } else {
                    bound++;
                }
            }
            nodes[node] = bound << 1 | (known ? 1 : 0);
        }
        return known && bound < threshold;
    }

    private int index(int level, int x, int y) {
        int offset = 0;
        int w = width;
        int h = height;
        for (int below = 0; below < level; below++) {
            offset += w * h;
            w = (w + 1) >> 1;
            h = (h + 1) >> 1;
        }
        return offset + y * w + x;
    }
}
