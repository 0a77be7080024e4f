package io.mirstream.eval.dataset.phantom;

import io.mirstream.eval.dataset.Organ;
import java.util.List;
import java.util.Map;

/** Smaller than anything that is offered: for tests that write datasets. */
public final class SmallSizes {
    /** Nine volumes, of few slices. */
    public static final PhantomSize NINE = new PhantomSize(
            64,
            12,
            Map.of(
                    Organ.LIVER, new PoolComposition(List.of(0, 1, 1, 0), 1, 1, Map.of(Organ.LIVER, 1)),
                    Organ.COLON, new PoolComposition(List.of(0, 0, 1, 1), 0, 1, Map.of(Organ.LUNG, 1)),
                    Organ.PANCREAS, new PoolComposition(List.of(0, 1, 0, 1), 0, 1, Map.of(Organ.LUNG, 1)),
                    Organ.LUNG, new PoolComposition(List.of(1, 1, 0, 0), 0, 1, Map.of(Organ.LUNG, 0))));

    private SmallSizes() {}
}
