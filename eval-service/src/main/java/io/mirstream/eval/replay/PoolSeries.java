package io.mirstream.eval.replay;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the volumes of a pool are called where they are searched: two collections of series, one to find and one to ask for.
 *
 * <p>A volume is another series in each pool. Equal scores are in the order of UIDs there, and in that of volume ids in the
 * notebooks: so UIDs are numbers of one length that grow with the rank of the volume's id.
 */
public final class PoolSeries {
    /**
     * A UID of a UUID's form (PS3.5 B.2). The first digit is 1, as no component begins with a zero; then come the fingerprint
     * (20 digits), pool, side, and rank. That is less than 2^128.
     */
    private static final String UID = "2.25.1%s%d%d%06d";

    /** Digits of 2^64. */
    private static final int FINGERPRINT_DIGITS = 20;

    private static final int HEXADECIMAL = 16;

    /** What a volume is there for. */
    public enum Side {
        INDEX,
        QUERIES
    }

    /** A volume and its names. */
    public record Entry(VolumeId volume, StudyUid study, SeriesUid series) {}

    private final ModelFingerprint model;
    private final Pool pool;
    private final List<Entry> index;
    private final List<Entry> queries;

    PoolSeries(ModelFingerprint model, Pool pool) {
        this.model = model;
        this.pool = pool;
        index = entries(Side.INDEX, pool.index());
        queries = entries(Side.QUERIES, pool.queries());
    }

    private List<Entry> entries(Side side, List<VolumeId> volumes) {
        List<VolumeId> sorted = volumes.stream().sorted().toList();
        List<Entry> entries = new ArrayList<>();
        for (int rank = 0; rank < sorted.size(); rank++) {
            VolumeId volume = sorted.get(rank);
            StudyUid study =
                    StudyUid.derivedFrom("replay", model.value(), pool.organ().label(), side.name(), volume.value());
            entries.add(new Entry(volume, study, series(side, rank)));
        }
        return List.copyOf(entries);
    }

    private SeriesUid series(Side side, int rank) {
        String number = Long.toUnsignedString(Long.parseUnsignedLong(model.value(), HEXADECIMAL));
        String padded = "0".repeat(FINGERPRINT_DIGITS - number.length()) + number;
        return new SeriesUid(
                String.format(Locale.ROOT, UID, padded, pool.organ().ordinal(), side.ordinal(), rank));
    }

    public Pool pool() {
        return pool;
    }

    /** In the order of the volumes' ids. */
    public List<Entry> entries(Side side) {
        return side == Side.INDEX ? index : queries;
    }

    /** {@code replay-<fingerprint>-liver}, and {@code -queries} behind it. */
    public CollectionName collection(Side side) {
        String name = CollectionName.REPLAY_PREFIX + model + "-" + pool.organ().label();
        return new CollectionName(side == Side.INDEX ? name : name + "-queries");
    }
}
