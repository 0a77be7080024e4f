package io.mirstream.ingest.index;

/** Is told what the indexer did. */
public interface IndexCounts {
    void indexed(int series, int slices);

    void deleted(int documents);

    /** A record of an older revision than the ledger's. */
    void stale();

    /** Somebody else wrote the same line of the ledger. */
    void lostRace();

    void refused();
}
