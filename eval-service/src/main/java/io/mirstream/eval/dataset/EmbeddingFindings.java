package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is odd about delivered embeddings: of slices for each volume of a split, of captions for no query or for each. */
final class EmbeddingFindings {
    private static final String SLICES = "embeddings";
    private static final String TEXTS = "text";

    private final EmbeddingFolder folder;
    private final Set<VolumeId> volumes = new TreeSet<>();
    private final Set<VolumeId> queries = new TreeSet<>();
    private final List<Finding> findings = new ArrayList<>();

    EmbeddingFindings(EmbeddingFolder folder, Collection<PoolFiles> pools) {
        this.folder = folder;
        for (PoolFiles pool : pools) {
            volumes.addAll(pool.index().volumes());
            volumes.addAll(pool.queries().volumes());
            queries.addAll(pool.queries().volumes());
        }
    }

    List<Finding> all() {
        Map<Integer, List<VolumeId>> byDimension = new TreeMap<>();
        List<String> unreadable = new ArrayList<>();
        for (VolumeId volume : volumes) {
            try {
                add(byDimension, folder.slices(volume).getFirst().length, volume);
            } catch (CodedException e) {
                unreadable.add(e.code() + ": " + e.getMessage());
            }
        }
        List<VolumeId> withoutText = new ArrayList<>();
        for (VolumeId query : queries) {
            try {
                Optional<float[]> text = folder.text(query);
                text.ifPresentOrElse(vector -> add(byDimension, vector.length, query), () -> withoutText.add(query));
            } catch (CodedException e) {
                unreadable.add(e.code() + ": " + e.getMessage());
            }
        }
        if (!unreadable.isEmpty()) {
            findings.add(Finding.error("embedding-unreadable", SLICES, "embeddings cannot be read", unreadable));
        }
        if (byDimension.size() > 1) {
            findings.add(Finding.error(
                    "embedding-of-other-dimension",
                    SLICES,
                    "embeddings have dimensions " + byDimension.keySet(),
                    rarest(byDimension)));
        }
        if (!withoutText.isEmpty() && withoutText.size() < queries.size()) {
            findings.add(Finding.error("text-missing", TEXTS, "some queries have no embedded caption", withoutText));
        }
        return findings;
    }

    private static void add(Map<Integer, List<VolumeId>> byDimension, int dimension, VolumeId volume) {
        byDimension.computeIfAbsent(dimension, none -> new ArrayList<>()).add(volume);
    }

    private static List<VolumeId> rarest(Map<Integer, List<VolumeId>> byDimension) {
        return byDimension.values().stream()
                .min((first, second) -> Integer.compare(first.size(), second.size()))
                .orElseThrow();
    }
}
