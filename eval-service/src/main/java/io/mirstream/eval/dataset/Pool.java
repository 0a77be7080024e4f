package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One anatomy of the benchmark: its queries are asked for among its index. A labelled volume may be in neither. */
public final class Pool {
    private final Organ organ;
    private final Map<VolumeId, VolumeLabels> labels = new LinkedHashMap<>();
    private final List<VolumeId> index;
    private final List<VolumeId> queries;

    /**
     * @throws CodedException {@code MALFORMED} for a volume that is labelled or split twice, is in both sides of the split,
     *     or is in one without labels
     */
    public Pool(Organ organ, List<VolumeLabels> labels, List<VolumeId> index, List<VolumeId> queries) {
        this.organ = organ;
        this.index = List.copyOf(index);
        this.queries = List.copyOf(queries);
        for (VolumeLabels each : labels) {
            if (this.labels.put(each.id(), each) != null) {
                throw contradiction("is labelled twice", each.id());
            }
        }
        Set<VolumeId> split = new HashSet<>();
        for (List<VolumeId> side : List.of(index, queries)) {
            for (VolumeId volume : side) {
                if (!split.add(volume)) {
                    throw contradiction("is in the splits twice", volume);
                }
                if (!this.labels.containsKey(volume)) {
                    throw contradiction("is in a split, but has no labels", volume);
                }
            }
        }
    }

    public Organ organ() {
        return organ;
    }

    /** What can be found, in the order of the file. */
    public List<VolumeId> index() {
        return index;
    }

    /** What is asked for, in the order of the file. */
    public List<VolumeId> queries() {
        return queries;
    }

    /** In the order of the file. */
    public List<VolumeLabels> labels() {
        return List.copyOf(labels.values());
    }

    /** @throws IllegalArgumentException for a volume that is not of this pool */
    public VolumeLabels labels(VolumeId volume) {
        VolumeLabels found = labels.get(volume);
        if (found == null) {
            throw new IllegalArgumentException(volume + " is not of the pool " + organ.label());
        }
        return found;
    }

    private CodedException contradiction(String what, VolumeId volume) {
        return new CodedException(ErrorCode.MALFORMED, organ.label() + ": " + volume + " " + what);
    }
}
