package io.mirstream.ingest.index;

/** Counts. */
public final class IndexedSoFar implements IndexCounts {
    public int series;
    public int slices;
    public int deleted;
    public int stale;
    public int lostRaces;
    public int refused;

    @Override
    public void indexed(int moreSeries, int moreSlices) {
        series += moreSeries;
        slices += moreSlices;
    }

    @Override
    public void deleted(int documents) {
        deleted += documents;
    }

    @Override
    public void stale() {
        stale++;
    }

    @Override
    public void lostRace() {
        lostRaces++;
    }

    @Override
    public void refused() {
        refused++;
    }
}
