package io.mirstream.bench.search;

import java.util.ArrayList;
import java.util.List;

/** Milliseconds that requests took. */
final class Latencies {
    private final List<Double> millis = new ArrayList<>();

    void add(double latency) {
        millis.add(latency);
    }

    void addAll(Latencies others) {
        millis.addAll(others.millis);
    }

    int size() {
        return millis.size();
    }

    /** @param share of the requests that took no longer, over 0 and up to 1 */
    double percentile(double share) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.ceil(sorted.size() * share) - 1);
    }
}
