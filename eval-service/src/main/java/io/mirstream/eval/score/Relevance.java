package io.mirstream.eval.score;

import io.mirstream.eval.dataset.VolumeLabels;

/** When a volume that is found is a hit. */
public enum Relevance {
    /** Both have a lesion of the pool's organ, or neither has. */
    FLAG("tumor_flag", "flag_avg_precision") {
        @Override
        public boolean relevant(VolumeLabels query, VolumeLabels found) {
            return query.flag() == found.flag();
        }
    },
    /** Both are in one group of size and number; no lesion is a group, too. */
    GROUP("tumor_stage", "stage_avg_precision") {
        @Override
        public boolean relevant(VolumeLabels query, VolumeLabels found) {
            return query.group() == found.group();
        }
    };

    private final String prefix;
    private final String averagePrecision;

    Relevance(String prefix, String averagePrecision) {
        this.prefix = prefix;
        this.averagePrecision = averagePrecision;
    }

    public abstract boolean relevant(VolumeLabels query, VolumeLabels found);

    /** {@code flag} or {@code stage}, in the notebooks' words. */
    public String label() {
        return this == FLAG ? "flag" : "stage";
    }

    /** As the notebooks name the scores. */
    String prefix() {
        return prefix;
    }

    String averagePrecision() {
        return averagePrecision;
    }
}
