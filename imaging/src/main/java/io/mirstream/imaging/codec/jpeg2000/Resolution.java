package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.imaging.codec.jpeg2000.Subband.Kind;

/**
 * One resolution of a tile: what it adds to the one below it (T.800 B.5 to B.7).
 *
 * @param area its samples
 * @param reduction how many decompositions lie between it and the tile
 */
record Resolution(Area area, int reduction, int precinctWidthLog2, int precinctHeightLog2, Subband[] subbands) {
    private static final Kind[] LOWEST = {Kind.LL};
    private static final Kind[] OTHERS = {Kind.HL, Kind.LH, Kind.HH};

    /** The lowest resolution is 0. */
    static Resolution of(Area tile, CodingStyle style, Quantization quantization, int precision, int index) {
        Resolution bare = bare(tile, style, index);
        Kind[] kinds = index == 0 ? LOWEST : OTHERS;
        Subband[] subbands = new Subband[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            int number = index == 0 ? 0 : 3 * index - 2 + i;
            int gain = kinds[i].highX + kinds[i].highY;
            subbands[i] = new Subband(
                    kinds[i],
                    quantization.magnitudeBits(index, number),
                    style.reversible() ? 1 : quantization.stepSize(index, number, precision + gain),
                    bare.precincts(tile, kinds[i], style));
        }
        return new Resolution(bare.area, bare.reduction, bare.precinctWidthLog2, bare.precinctHeightLog2, subbands);
    }

    private static Resolution bare(Area tile, CodingStyle style, int index) {
        int reduction = style.levels() - index;
        return new Resolution(
                tile.subband(reduction, 0, 0),
                reduction,
                style.precinctWidthLog2(index),
                style.precinctHeightLog2(index),
                new Subband[0]);
    }

    int precinctsWide() {
        return area.x1() <= area.x0()
                ? 0
                : Area.ceilShift(area.x1(), precinctWidthLog2) - (area.x0() >> precinctWidthLog2);
    }

    int precinctsHigh() {
        return area.y1() <= area.y0()
                ? 0
                : Area.ceilShift(area.y1(), precinctHeightLog2) - (area.y0() >> precinctHeightLog2);
    }

    /** How many precincts {@link #of} makes, at a fixed cost. */
    static long precincts(Area tile, CodingStyle style, int index) {
        Resolution bare = bare(tile, style, index);
        return (long) bare.precinctsWide() * bare.precinctsHigh();
    }

    /** An upper bound of what {@link #of} makes, at a fixed cost: subbands of precincts, and code-blocks. */
    static long parts(Area tile, CodingStyle style, int index) {
        Resolution bare = bare(tile, style, index);
        long across = bare.precinctsWide();
        long down = bare.precinctsHigh();
        int shrink = index == 0 ? 0 : 1;
        long blocksAcross = across + 1 + ((long) bare.area.width() >> Math.min(style.blockWidthLog2() + shrink, 30));
        long blocksDown = down + 1 + ((long) bare.area.height() >> Math.min(style.blockHeightLog2() + shrink, 30));
        return bare.area.isEmpty() ? 0 : (index == 0 ? 1 : 3) * (across * down + blocksAcross * blocksDown);
    }

    private Precinct[] precincts(Area tile, Kind kind, CodingStyle style) {
        boolean lowest = kind == Kind.LL;
        Area band = lowest ? area : tile.subband(reduction + 1, kind.highX, kind.highY);
        Area lower = lowest ? area : tile.subband(reduction + 1, 0, 0);
        int widthLog2 = precinctWidthLog2 - (lowest ? 0 : 1);
        int heightLog2 = precinctHeightLog2 - (lowest ? 0 : 1);
        BlockGrid grid = new BlockGrid(
                band,
                kind.highX * lower.width() - band.x0(),
                kind.highY * lower.height() - band.y0(),
                Math.min(style.blockWidthLog2(), widthLog2),
                Math.min(style.blockHeightLog2(), heightLog2));
        int across = precinctsWide();
        int down = precinctsHigh();
        long firstX = area.x0() >> precinctWidthLog2;
        long firstY = area.y0() >> precinctHeightLog2;
        Precinct[] precincts = new Precinct[across * down];
        for (int i = 0; i < precincts.length; i++) {
            long left = firstX + i % across << widthLog2;
            long top = firstY + i / across << heightLog2;
            precincts[i] = grid.precinct(band.intersect(left, top, left + (1L << widthLog2), top + (1L << heightLog2)));
        }
        return precincts;
    }

    /**
     * A subband's partition into code-blocks (T.800 B.7).
     *
     * @param toColumn what is added to a coefficient's abscissa to have its column in the tile's plane
     */
    private record BlockGrid(Area band, int toColumn, int toRow, int widthLog2, int heightLog2) {
        Precinct precinct(Area area) {
            if (area.isEmpty()) {
                return null;
            }
            int firstX = area.x0() >> widthLog2;
            int firstY = area.y0() >> heightLog2;
            int across = Area.ceilShift(area.x1(), widthLog2) - firstX;
            int down = Area.ceilShift(area.y1(), heightLog2) - firstY;
            CodeBlock[] blocks = new CodeBlock[across * down];
            for (int i = 0; i < blocks.length; i++) {
                long left = (long) (firstX + i % across) << widthLog2;
                long top = (long) (firstY + i / across) << heightLog2;
                Area block = area.intersect(left, top, left + (1L << widthLog2), top + (1L << heightLog2));
                blocks[i] = new CodeBlock(block.x0() + toColumn, block.y0() + toRow, block.width(), block.height());
            }
            return new Precinct(across, blocks);
        }
    }
}
