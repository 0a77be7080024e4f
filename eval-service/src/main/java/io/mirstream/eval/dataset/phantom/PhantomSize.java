package io.mirstream.eval.dataset.phantom;

import static io.mirstream.eval.dataset.Organ.COLON;
import static io.mirstream.eval.dataset.Organ.LIVER;
import static io.mirstream.eval.dataset.Organ.LUNG;
import static io.mirstream.eval.dataset.Organ.PANCREAS;

import io.mirstream.eval.dataset.Organ;
import io.mirstream.imaging.phantom.PhantomSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How large a benchmark of phantoms is.
 *
 * @param side rows and columns of a slice
 * @param sliceSpacingMm between slices
 */
public record PhantomSize(int side, double sliceSpacingMm, Map<Organ, PoolComposition> pools) {
    /** Pools of 12 to index and 4 to ask for, of coarse slices: quick to embed. */
    public static final PhantomSize TINY = new PhantomSize(
            96,
            8,
            Map.of(
                    LIVER, new PoolComposition(List.of(1, 6, 3, 0), 1, 3, Map.of(LUNG, 1)),
                    COLON, new PoolComposition(List.of(0, 2, 4, 4), 0, 2, Map.of(LIVER, 1, LUNG, 1)),
                    PANCREAS, new PoolComposition(List.of(2, 8, 2, 1), 0, 3, Map.of(LUNG, 1)),
                    LUNG, new PoolComposition(List.of(3, 8, 2, 0), 0, 2, Map.of(PANCREAS, 1, LIVER, 1))));

    /** About a third of the published volumes. */
    public static final PhantomSize SMALL = new PhantomSize(
            128,
            6,
            Map.of(
                    LIVER, new PoolComposition(List.of(3, 22, 14, 0), 4, 6, Map.of(LIVER, 1, LUNG, 2)),
                    COLON, new PoolComposition(List.of(0, 8, 16, 18), 0, 8, Map.of(LIVER, 2, LUNG, 2, PANCREAS, 1)),
                    PANCREAS, new PoolComposition(List.of(8, 64, 19, 4), 0, 12, Map.of(LUNG, 2, LIVER, 1)),
                    LUNG, new PoolComposition(List.of(8, 12, 3, 0), 0, 8, Map.of(PANCREAS, 5, LIVER, 1))));

    /** As many volumes, groups and queries as are published. */
    public static final PhantomSize FULL = new PhantomSize(
            PhantomSpec.DEFAULT_SIDE,
            PhantomSpec.DEFAULT_SLICE_SPACING_MM,
            Map.of(
                    LIVER, new PoolComposition(List.of(9, 67, 42, 0), 13, 13, Map.of(LIVER, 3, LUNG, 3)),
                    COLON, new PoolComposition(List.of(0, 23, 49, 54), 0, 14, Map.of(LIVER, 4, LUNG, 4, PANCREAS, 2)),
                    PANCREAS, new PoolComposition(List.of(22, 190, 57, 12), 0, 28, Map.of(LUNG, 3, LIVER, 1)),
                    LUNG, new PoolComposition(List.of(23, 35, 5, 0), 0, 16, Map.of(PANCREAS, 12, LIVER, 4))));

    public PhantomSize {
        pools = new EnumMap<>(pools);
    }
}
