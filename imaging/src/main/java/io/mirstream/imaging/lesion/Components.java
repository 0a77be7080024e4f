package io.mirstream.imaging.lesion;

import java.util.Optional;

/**
 * The connected components of one label, in the order of their first voxels in the file. Runs are joined by union-find:
 * 8 bytes a run, and nearly linear time, whatever their shape.
 */
public final class Components {
    private final LabelRuns runs;
    private final int[] ordered; // runs, component by component
    private final int[] offsets; // of each component's first run in ordered, and the end

    private Components(LabelRuns runs, int[] ordered, int[] offsets) {
        this.runs = runs;
        this.ordered = ordered;
        this.offsets = offsets;
    }

    /** By faces. */
    public static Components of(LabelVolume volume, int label) {
        return of(volume, label, Connectivity.FACES);
    }

    /** @param label 1 to {@link LabelVolume#MAX_LABEL}; one that is absent has no components */
    public static Components of(LabelVolume volume, int label, Connectivity connectivity) {
        if (label < 1 || label > LabelVolume.MAX_LABEL) {
            throw new IllegalArgumentException("a label is 1 to 65535");
        }
        return of(LabelRuns.of(volume), label, connectivity);
    }

    static Components of(LabelRuns runs, int label, Connectivity connectivity) {
        int first = runs.from(label);
        return grouped(runs, first, joined(runs, first, runs.to(label), connectivity));
    }

    public int count() {
        return offsets.length - 1;
    }

    public Component get(int index) {
        return new Component(runs, ordered, offsets[index], offsets[index + 1]);
    }

    /** The one with most voxels; of equals the first. */
    public Optional<Component> largest() {
        Component largest = null;
        for (int index = 0; index < count(); index++) {
            Component component = get(index);
            if (largest == null || component.voxels() > largest.voxels()) {
                largest = component;
            }
        }
        return Optional.ofNullable(largest);
    }

    /** Of each run, counted from {@code first}, an earlier run of its component, or itself. */
    private static int[] joined(LabelRuns runs, int first, int to, Connectivity connectivity) {
        int[] parents = new int[to - first];
        int[][] linesBefore = connectivity.linesBefore();
        int[] cursors = new int[linesBefore.length];
        int columns = runs.volume().length(0);
        int rows = runs.volume().length(1);
        for (int run = 0; run < parents.length; run++) {
            parents[run] = run;
            int line = runs.start(first + run) / columns;
            int row = line % rows;
            for (int beside = 0; beside < cursors.length; beside++) {
                int[] step = linesBefore[beside];
                if (row + step[0] < 0 || row + step[0] >= rows) {
                    continue;
                }
                int lineStart = (line + step[0] + step[1] * rows) * columns;
                int shift = lineStart - line * columns;
                int low = Math.max(lineStart, runs.start(first + run) + shift - connectivity.reach);
                int high = Math.min(lineStart + columns - 1, runs.end(first + run) + shift + connectivity.reach);
                // runs ascend, so what ends before this one's reach does so for all that follow
                while (runs.end(first + cursors[beside]) < low) {
                    cursors[beside]++;
                }
                for (int other = cursors[beside]; runs.start(first + other) <= high; other++) {
                    join(parents, other, run);
                }
            }
        }
        return parents;
    }

    /** The root is the earliest run, so that components keep the order of the file. */
    private static void join(int[] parents, int one, int other) {
        int rootOfOne = root(parents, one);
        int rootOfOther = root(parents, other);
        parents[Math.max(rootOfOne, rootOfOther)] = Math.min(rootOfOne, rootOfOther);
    }

    /** Halves the way on its way. */
    private static int root(int[] parents, int run) {
        int at = run;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    private static Components grouped(LabelRuns runs, int first, int[] parents) {
        int count = 0;
        int[] component = parents; // a parent is never later than its run, and so is numbered before it
        for (int run = 0; run < parents.length; run++) {
            component[run] = parents[run] == run ? count++ : component[parents[run]];
        }
        int[] offsets = new int[count + 1];
        for (int each : component) {
            offsets[each + 1]++;
        }
        for (int each = 0; each < count; each++) {
            offsets[each + 1] += offsets[each];
        }
        int[] next = offsets.clone();
        int[] ordered = new int[component.length];
        for (int run = 0; run < component.length; run++) {
            ordered[next[component[run]]++] = first + run;
        }
        return new Components(runs, ordered, offsets);
    }
}
