package io.mirstream.eval.replay;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run of the benchmark: every volume is published, every query is searched for. What it indexed goes away again with
 * {@link #close}, which any thread may call at any time.
 */
public final class Replay implements AutoCloseable {
    /** Few: other searches go on meanwhile. */
    private static final int SEARCHES_AT_A_TIME = 4;

    private static final Duration POLL = Duration.ofMillis(250);

    /** How long the index may stand still: other vectors may be before these on their topic. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int SEARCHES_PER_LINE = 50;

    /** @param keep whether the indices stay */
    public record Options(List<Method> methods, boolean keep) {
        public Options {
            methods = List.copyOf(methods);
        }
    }

    private final Archive archive;
    private final PrecomputedVectors vectors;
    private final List<PoolSeries> pools;
    private final Options options;
    private final Consumer<String> progress;
    private volatile boolean removes;

    public Replay(
            Archive archive, PrecomputedVectors vectors, List<Pool> pools, Options options, Consumer<String> progress) {
        this.archive = archive;
        this.vectors = vectors;
        this.options = options;
        this.progress = progress;
        this.pools = pools.stream()
                .map(pool -> new PoolSeries(vectors.model().fingerprint(), pool))
                .toList();
        if (!vectors.hasTextForEveryQuery() && options.methods().stream().anyMatch(Method::needsText)) {
            throw new CodedException(ErrorCode.MALFORMED, "caption and hybrid need the embedded caption of each query");
        }
    }

    /**
     * Of each pool and method what was found for each query, best first.
     *
     * @throws CodedException {@code INDEX_BUSY} when the index does not go on; those of {@link Archive}
     */
    public Map<Organ, Map<Method, Map<VolumeId, List<VolumeId>>>> run() throws InterruptedException {
        index();
        return search();
    }

    @Override
    public synchronized void close() {
        if (removes) {
            removes = false;
            archive.remove(fingerprint(), series());
            progress.accept("removed the indices of model " + fingerprint());
        }
    }

    private ModelFingerprint fingerprint() {
        return vectors.model().fingerprint();
    }

    private List<SeriesUid> series() {
        List<SeriesUid> series = new ArrayList<>();
        for (PoolSeries pool : pools) {
            for (PoolSeries.Side side : PoolSeries.Side.values()) {
                pool.entries(side).forEach(entry -> series.add(entry.series()));
            }
        }
        return series;
    }

    // --- in

    private void index() throws InterruptedException {
        removes = !options.keep() && !archive.holds(fingerprint()); // what was there before was kept on purpose
        archive.register(vectors.model());
        long series = 0;
        long slices = 0;
        for (PoolSeries pool : pools) {
            for (PoolSeries.Side side : PoolSeries.Side.values()) {
                for (PoolSeries.Entry entry : pool.entries(side)) {
                    SeriesEmbedding embedding = vectors.embedding(pool, side, entry);
                    archive.publish(embedding);
                    series++;
                    slices += embedding.slices().size();
                }
            }
            progress.accept("published " + pool.pool().organ().label() + ": " + series + " volumes, " + slices
                    + " slices so far");
        }
        archive.flush();
        await(new Archive.Size(series, slices));
    }

    private void await(Archive.Size all) throws InterruptedException {
        Archive.Size seen = new Archive.Size(-1, -1);
        long since = System.nanoTime();
        while (true) {
            Archive.Size now = archive.searchable(fingerprint());
            if (!now.equals(seen)) {
                progress.accept("searchable: " + now.series() + " of " + all.series() + " volumes, " + now.slices()
                        + " of " + all.slices() + " slices");
                seen = now;
                since = System.nanoTime();
            }
            if (now.equals(all)) {
                return;
            }
            if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new CodedException(
                        ErrorCode.INDEX_BUSY,
                        "the index has had " + now.series() + " of " + all.series() + " volumes for too long: see"
                                + " ./mirstream dead-letters, and the log of the ingest-service");
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
    }

    // --- out

    private record Search(PoolSeries pool, Method method, PoolSeries.Entry query) {}

    private Map<Organ, Map<Method, Map<VolumeId, List<VolumeId>>>> search() throws InterruptedException {
        Map<Search, Future<List<VolumeId>>> running = new LinkedHashMap<>();
        Map<Organ, Map<Method, Map<VolumeId, List<VolumeId>>>> rankings = new EnumMap<>(Organ.class);
        ExecutorService searchers = Executors.newFixedThreadPool(
                SEARCHES_AT_A_TIME, Thread.ofPlatform().daemon().factory());
        try {
            for (PoolSeries pool : pools) {
                for (Method method : options.methods()) {
                    for (PoolSeries.Entry query : pool.entries(PoolSeries.Side.QUERIES)) {
                        Search search = new Search(pool, method, query);
                        running.put(search, searchers.submit(() -> ranking(search)));
                    }
                }
            }
            int done = 0;
            for (Map.Entry<Search, Future<List<VolumeId>>> each : running.entrySet()) {
                Search search = each.getKey();
                rankings.computeIfAbsent(search.pool().pool().organ(), none -> new EnumMap<>(Method.class))
                        .computeIfAbsent(search.method(), none -> new LinkedHashMap<>())
                        .put(search.query().volume(), result(each.getValue()));
                done++;
                if (done % SEARCHES_PER_LINE == 0 || done == running.size()) {
                    progress.accept("searched: " + done + " of " + running.size());
                }
            }
        } finally {
            searchers.shutdownNow();
        }
        return rankings;
    }

    private List<VolumeId> ranking(Search search) {
        return archive.search(search.method().request(search.pool(), search.query())).stream()
                .map(search.pool()::found)
                .toList();
    }

    private static List<VolumeId> result(Future<List<VolumeId>> search) throws InterruptedException {
        try {
            return search.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CodedException coded) {
                throw coded;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
