package io.mirstream.query.evaluations;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest evaluations, in memory. */
public final class Evaluations {
    private static final Comparator<Kept> NEWEST_FIRST = Comparator.comparing(
                    (Kept kept) -> kept.summary().finished())
            .reversed()
            .thenComparing(kept -> kept.summary().id());

    private final int most;
    private final long mostBytes;
    private final Map<String, Kept> byId = new HashMap<>();

    private record Kept(Summary summary, byte[] json) {}

    /**
     * The oldest go first; the newest stays, however large.
     *
     * @param most how many are kept
     * @param mostBytes of all that are kept
     */
    public Evaluations(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** @throws io.mirstream.contracts.error.CodedException as {@link Summary#of} */
    void put(byte[] json) {
        Kept kept = new Kept(Summary.of(json), json);
        synchronized (byId) {
            byId.put(kept.summary().id(), kept);
            List<Kept> newestFirst = newestFirst();
            long bytes = 0;
            for (int rank = 0; rank < newestFirst.size(); rank++) {
                bytes += newestFirst.get(rank).json().length;
                if (rank >= most || (rank > 0 && bytes > mostBytes)) {
                    byId.remove(newestFirst.get(rank).summary().id());
                }
            }
        }
    }

    void remove(String id) {
        synchronized (byId) {
            byId.remove(id);
        }
    }

    /** Newest first. */
    List<Summary> summaries() {
        synchronized (byId) {
            return newestFirst().stream().map(Kept::summary).toList();
        }
    }

    /** The whole report, as it was published. */
    Optional<byte[]> json(String id) {
        synchronized (byId) {
            return Optional.ofNullable(byId.get(id)).map(Kept::json);
        }
    }

    private List<Kept> newestFirst() {
        return byId.values().stream().sorted(NEWEST_FIRST).toList();
    }
}
