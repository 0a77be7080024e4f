package io.mirstream.eval.replay;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the volumes of a pool are called where they are searched: a collection of series for each role.
 *
 * <p>A volume is another series in each pool. Equal scores are in the order of UIDs there, and in that of volume ids in the
 * notebooks: so UIDs are numbers of one length that grow with the rank of the volume's id among all pools.
 */
final class PoolSeries {
    /**
     * A UID of a UUID's form (PS3.5 B.2). The first digit is 1, as no component begins with a zero; then come the fingerprint
     * (20 digits), rank, pool, and role. That is less than 2^128.
     */
    private static final String UID = "2.25.1%s%06d%d%d";

    /** Digits of 2^64. */
    private static final int FINGERPRINT_DIGITS = 20;

    private static final int HEXADECIMAL = 16;

    /** A volume and its names. */
    record Entry(VolumeId volume, Role role, StudyUid study, SeriesUid series, CollectionName collection) {}

    private final ModelFingerprint model;
    private final Pool pool;
    private final List<VolumeId> byName;
    private final List<Entry> entries = new ArrayList<>();

    private PoolSeries(ModelFingerprint model, Pool pool, List<VolumeId> byName) {
        this.model = model;
        this.pool = pool;
        this.byName = byName;
    }

    /** Of each of the pools that are searched together, in their order. */
    static List<PoolSeries> of(ModelFingerprint model, List<Pool> pools) {
        Set<VolumeId> volumes = new TreeSet<>();
        for (Pool pool : pools) {
            volumes.addAll(pool.index());
            volumes.addAll(pool.queries());
        }
        List<VolumeId> byName = List.copyOf(volumes);
        Set<VolumeId> common = new HashSet<>(Benchmark.pooledGallery(pools));
        List<PoolSeries> series = new ArrayList<>();
        for (Pool pool : pools) {
            PoolSeries ofPool = new PoolSeries(model, pool, byName);
            pool.index().forEach(volume -> ofPool.add(volume, common.remove(volume) ? Role.BOTH : Role.OWN));
            pool.queries().forEach(volume -> ofPool.add(volume, Role.QUERY));
            series.add(ofPool);
        }
        return series;
    }

    private void add(VolumeId volume, Role role) {
        String organ = pool.organ().label();
        entries.add(new Entry(
                volume,
                role,
                StudyUid.derivedFrom("replay", model.value(), organ, role.name(), volume.value()),
                series(volume, role),
                collection(role)));
    }

    private SeriesUid series(VolumeId volume, Role role) {
        String number = Long.toUnsignedString(Long.parseUnsignedLong(model.value(), HEXADECIMAL));
        String padded = "0".repeat(FINGERPRINT_DIGITS - number.length()) + number;
        int rank = Collections.binarySearch(byName, volume);
        return new SeriesUid(
                String.format(Locale.ROOT, UID, padded, rank, pool.organ().ordinal(), role.ordinal()));
    }

    Pool pool() {
        return pool;
    }

    /** The index, then the queries. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    CollectionName collection(Role role) {
        return role.collection(model.value(), pool.organ());
    }
}
