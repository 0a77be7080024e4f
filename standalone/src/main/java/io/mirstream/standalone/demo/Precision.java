package io.mirstream.standalone.demo;

import java.util.ArrayList;
import java.util.List;

/** How many of the first hits show the query's anatomy, over many queries. */
public final class Precision {
    private final String method;
    private final List<List<Boolean>> relevant = new ArrayList<>();
    private long tookMs;

    public Precision(String method) {
        this.method = method;
    }

    /** @param ofQuery of each hit, best first, whether it shows the query's anatomy */
    public void add(List<Boolean> ofQuery, long queryTookMs) {
        relevant.add(List.copyOf(ofQuery));
        tookMs += queryTookMs;
    }

    public String method() {
        return method;
    }

    public int queries() {
        return relevant.size();
    }

    /** Mean share of relevant ones among the first {@code n} hits. */
    public double at(int n) {
        return relevant.stream()
                .mapToDouble(ofQuery ->
                        (double) ofQuery.stream().limit(n).filter(hit -> hit).count() / n)
                .average()
                .orElse(0);
    }

    /** Queries with a relevant one among the first {@code n} hits. */
    public long queriesWithHitWithin(int n) {
        return relevant.stream()
                .filter(ofQuery -> ofQuery.stream().limit(n).anyMatch(hit -> hit))
                .count();
    }

    public double meanTookMs() {
        return relevant.isEmpty() ? 0 : (double) tookMs / relevant.size();
    }
}
