package io.mirstream.eval.score;

/** A score of one query, from 0 to 1. */
public enum Metric {
    /** Share of hits in the first 3. */
    PRECISION_3("p@3"),
    PRECISION_5("p@5"),
    PRECISION_10("p@10"),
    /** Precision at each hit in the first 10, averaged over these hits; not over the pool's relevant volumes. */
    AVERAGE_PRECISION(null),
    /** Gain 1 for a hit, discounted by the logarithm of its rank, over that of the best order; first 10. */
    NDCG_10("ndcg@10"),
    /** Share of the pool's relevant volumes in the first 3. */
    RECALL_3("recall@3"),
    RECALL_5("recall@5"),
    RECALL_10("recall@10"),
    /** One over the first hit's rank in the first 10. */
    RECIPROCAL_RANK_10("mrr@10");

    /** Ranks that count. */
    static final int DEPTH = 10;

    private final String suffix;

    Metric(String suffix) {
        this.suffix = suffix;
    }

    /** As the notebooks name it, where they have it: {@code tumor_flag_p@3}, {@code stage_avg_precision}. */
    public String name(Relevance relevance) {
        return suffix == null ? relevance.averagePrecision() : relevance.prefix() + "_" + suffix;
    }
}
