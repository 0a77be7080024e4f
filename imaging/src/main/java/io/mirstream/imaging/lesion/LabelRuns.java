package io.mirstream.imaging.lesion;

/**
 * All labelled voxels of a mask as runs along the first axis, label by label, each label's in the order of the file. Takes
 * 8 bytes a run; two looks at the mask.
 */
final class LabelRuns {
    private final LabelVolume volume;
    private final double[] spacingMm;
    private final int[] offsets = new int[LabelVolume.MAX_LABEL + 2];
    private final int[] starts;
    private final int[] ends;

    private LabelRuns(LabelVolume volume) {
        this.volume = volume;
        spacingMm = volume.spacingMm().stream().mapToDouble(Double::doubleValue).toArray();
        scan((label, start, end) -> offsets[label + 1]++);
        for (int label = 0; label <= LabelVolume.MAX_LABEL; label++) {
            offsets[label + 1] += offsets[label];
        }
        starts = new int[offsets[LabelVolume.MAX_LABEL + 1]];
        ends = new int[starts.length];
        int[] next = offsets.clone();
        scan((label, start, end) -> {
            starts[next[label]] = start;
            ends[next[label]++] = end;
        });
    }

    static LabelRuns of(LabelVolume volume) {
        return new LabelRuns(volume);
    }

    LabelVolume volume() {
        return volume;
    }

    /** Along the stored axes. */
    double[] spacingMm() {
        return spacingMm;
    }

    /** The first run of a label; the last is before {@link #to}. */
    int from(int label) {
        return offsets[label];
    }

    int to(int label) {
        return offsets[label + 1];
    }

    long voxels(int label) {
        long voxels = 0;
        for (int run = from(label); run < to(label); run++) {
            voxels += ends[run] - starts[run] + 1;
        }
        return voxels;
    }

    /** Offset of a run's first voxel in the mask. */
    int start(int run) {
        return starts[run];
    }

    /** Offset of a run's last voxel in the mask. */
    int end(int run) {
        return ends[run];
    }

    private interface Found {
        void run(int label, int start, int end);
    }

    private void scan(Found found) {
        char[] labels = volume.labels();
        int columns = volume.length(0);
        for (int line = 0; line < labels.length; line += columns) {
            int lineEnd = line + columns;
            int at = line;
            while (at < lineEnd) {
                int start = at;
                char label = labels[start];
                do {
                    at++;
                } while (at < lineEnd && labels[at] == label);
                if (label != 0) {
                    found.run(label, start, at - 1);
                }
            }
        }
    }
}
