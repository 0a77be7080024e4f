package io.mirstream.eval.replay;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Volumes whose vectors were computed elsewhere, in indices of their own. Galleries are as with {@link SentPools}. What was
 * indexed goes away again with {@link #close}, which any thread may call at any time.
 */
public final class DeliveredVolumes implements Volumes, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);

    /** How long the index may stand still: other vectors may be before these on their topic. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Archive archive;
    private final PrecomputedVectors vectors;
    private final List<PoolSeries> pools;
    private final boolean keep;
    private final Consumer<String> progress;
    private volatile boolean removes;

    /** @param keep whether the indices stay */
    public DeliveredVolumes(
            Archive archive, PrecomputedVectors vectors, List<Pool> pools, boolean keep, Consumer<String> progress) {
        this.archive = archive;
        this.vectors = vectors;
        this.keep = keep;
        this.progress = progress;
        this.pools = PoolSeries.of(fingerprint(), pools);
    }

    @Override
    public ModelRef model() {
        return vectors.model();
    }

    @Override
    public Indexed index() throws InterruptedException {
        removes = !keep && !archive.holds(fingerprint()); // what was there before was kept on purpose
        archive.register(vectors.model());
        long start = System.nanoTime();
        long series = 0;
        long slices = 0;
        for (PoolSeries pool : pools) {
            for (PoolSeries.Entry entry : pool.entries()) {
                SeriesEmbedding embedding = vectors.embedding(entry);
                archive.publish(embedding);
                series++;
                slices += embedding.slices().size();
            }
            progress.accept("published " + pool.pool().organ().label() + ": " + series + " volumes, " + slices
                    + " slices so far");
        }
        archive.flush();
        await(new Archive.Size(series, slices));
        return new Indexed(series, slices, Duration.ofNanos(System.nanoTime() - start), List.of());
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

    @Override
    public List<SearchedPool> pools() {
        Map<SeriesUid, VolumeId> volumes = new HashMap<>();
        entries()
                .filter(entry -> entry.role() != Role.QUERY)
                .forEach(entry -> volumes.put(entry.series(), entry.volume()));
        return pools.stream()
                .map(pool -> new SearchedPool(pool.pool(), queries(pool), Map.of(), galleries(pool), volumes))
                .toList();
    }

    /** There are vectors, and no images. */
    @Override
    public Map<VolumeId, SeriesUid> seen() {
        return Map.of();
    }

    private static Map<VolumeId, SeriesUid> queries(PoolSeries pool) {
        return pool.entries().stream()
                .filter(entry -> entry.role() == Role.QUERY)
                .collect(Collectors.toMap(PoolSeries.Entry::volume, PoolSeries.Entry::series));
    }

    /** The common gallery is that of all organs, or it is none. */
    private Map<Gallery, List<CollectionName>> galleries(PoolSeries pool) {
        Map<Gallery, List<CollectionName>> galleries = new EnumMap<>(Gallery.class);
        galleries.put(Gallery.OWN, List.of(pool.collection(Role.BOTH), pool.collection(Role.OWN)));
        if (pools.size() == Organ.values().length) {
            galleries.put(
                    Gallery.POOLED,
                    pools.stream().map(each -> each.collection(Role.BOTH)).toList());
        }
        return galleries;
    }

    private Stream<PoolSeries.Entry> entries() {
        return pools.stream().flatMap(pool -> pool.entries().stream());
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
        return entries().map(PoolSeries.Entry::series).toList();
    }
}
