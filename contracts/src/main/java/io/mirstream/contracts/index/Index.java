package io.mirstream.contracts.index;

import io.mirstream.contracts.id.ModelFingerprint;

/** The indices. Nothing else spells an index's name. */
public enum Index {
    /** One document a series: pooled vectors and what can be filtered by. */
    SERIES("mirstream-series"),
    /** One document a slice. */
    SLICES("mirstream-slices"),
    /** One document a study: the newest revision that was applied, and what it wrote. Guards order; never searched. */
    LEDGER("mirstream-ledger"),
    /** One document a study: its last known state, as on the status topic. Not a model's. */
    STATUS("mirstream-status"),
    /** One document an image: previews of series. Not a model's; never searched, but for whose they are. */
    PREVIEWS("mirstream-previews");

    private final String alias;

    Index(String alias) {
        this.alias = alias;
    }

    /** What searches go to: points to the live model's index. */
    public String alias() {
        return alias;
    }

    /** Points to the index that was live before: where a rollback goes to. */
    public String previousAlias() {
        return alias + "-previous";
    }

    /** The index that holds the vectors of one model. */
    public String of(ModelFingerprint model) {
        return alias + "-" + model;
    }

    /** Matches the indices of all models. */
    public String ofEveryModel() {
        return alias + "-*";
    }
}
