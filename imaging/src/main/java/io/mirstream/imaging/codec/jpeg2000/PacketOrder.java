package io.mirstream.imaging.codec.jpeg2000;

/** Names a tile's packets one by one, in the order in which they come (T.800 B.12.1, of one component). */
final class PacketOrder {
    private final Resolution[] resolutions;
    private final Progression progression;
    private final Area tile;
    private final PacketReader packets;

    PacketOrder(Resolution[] resolutions, Progression progression, Area tile, PacketReader packets) {
        this.resolutions = resolutions;
        this.progression = progression;
        this.tile = tile;
        this.packets = packets;
    }

    void readAll() {
        switch (progression.order()) {
            case LRCP -> byLayer();
            case RLCP -> byResolution();
            case RPCL -> byPrecinct();
            case PCRL, CPRL -> byPosition();
        }
    }

    private void byLayer() {
        for (int layer = 0; layer < progression.layers(); layer++) {
            for (Resolution resolution : resolutions) {
                readLayer(resolution, layer);
            }
        }
    }

    private void byResolution() {
        for (Resolution resolution : resolutions) {
            for (int layer = 0; layer < progression.layers(); layer++) {
                readLayer(resolution, layer);
            }
        }
    }

    private void byPrecinct() {
        for (Resolution resolution : resolutions) {
            int count = precincts(resolution);
            for (int precinct = 0; precinct < count; precinct++) {
                readLayers(resolution, precinct);
            }
        }
    }

    /** Merges the resolutions' precincts by where they start: top first, then left, then the lowest resolution. */
    private void byPosition() {
        int[] next = new int[resolutions.length];
        while (true) {
            int first = -1;
            for (int i = 0; i < resolutions.length; i++) {
                if (next[i] < precincts(resolutions[i]) && (first < 0 || isBefore(i, next[i], first, next[first]))) {
                    first = i;
                }
            }
            if (first < 0) {
                return;
            }
            readLayers(resolutions[first], next[first]++);
        }
    }

    private boolean isBefore(int one, int precinctOfOne, int other, int precinctOfOther) {
        long top = top(resolutions[one], precinctOfOne);
        long topOfOther = top(resolutions[other], precinctOfOther);
        return top < topOfOther
                || top == topOfOther
                        && left(resolutions[one], precinctOfOne) < left(resolutions[other], precinctOfOther);
    }

    private long left(Resolution resolution, int precinct) {
        long column =
                (resolution.area().x0() >> resolution.precinctWidthLog2()) + precinct % resolution.precinctsWide();
        return Math.max(tile.x0(), column << resolution.precinctWidthLog2() + resolution.reduction());
    }

    private long top(Resolution resolution, int precinct) {
        long row = (resolution.area().y0() >> resolution.precinctHeightLog2()) + precinct / resolution.precinctsWide();
        return Math.max(tile.y0(), row << resolution.precinctHeightLog2() + resolution.reduction());
    }

    private static int precincts(Resolution resolution) {
        return resolution.precinctsWide() * resolution.precinctsHigh();
    }

    private void readLayer(Resolution resolution, int layer) {
        int count = precincts(resolution);
        for (int precinct = 0; precinct < count; precinct++) {
            packets.read(resolution, precinct, layer);
        }
    }

    private void readLayers(Resolution resolution, int precinct) {
        for (int layer = 0; layer < progression.layers(); layer++) {
            packets.read(resolution, precinct, layer);
        }
    }
}
