package io.mirstream.imaging.lesion;

/** Voxels of one label that are connected. */
public final class Component {
    private final LabelRuns runs;
    private final int[] ordered;
    private final int from;
    private final int to;
    private final long voxels;

    /** @param ordered whose elements from {@code from} to before {@code to} are the component's runs, ascending */
    Component(LabelRuns runs, int[] ordered, int from, int to) {
        this.runs = runs;
        this.ordered = ordered;
        this.from = from;
        this.to = to;
        long counted = 0;
        for (int at = from; at < to; at++) {
            counted += runs.end(ordered[at]) - runs.start(ordered[at]) + 1;
        }
        voxels = counted;
    }

    public long voxels() {
        return voxels;
    }

    public ComponentShape shape() {
        return ComponentShape.of(this);
    }

    double[] spacingMm() {
        return runs.spacingMm();
    }

    /** Takes voxels {@code first} to {@code last} of row {@code j} in slice {@code k}. */
    interface RunVisitor {
        void visit(int first, int last, int j, int k);
    }

    /** In the order of the file. */
    void forEachRun(RunVisitor visitor) {
        int columns = runs.volume().length(0);
        int rows = runs.volume().length(1);
        for (int at = from; at < to; at++) {
            int run = ordered[at];
            int line = runs.start(run) / columns;
            int lineStart = line * columns;
            visitor.visit(runs.start(run) - lineStart, runs.end(run) - lineStart, line % rows, line / rows);
        }
    }
}
