package io.mirstream.query.http;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.query.search.IndexedModels;
import io.mirstream.query.search.IndexedModels.Indexed;
import io.mirstream.query.search.IndexedModels.Role;
import io.mirstream.query.search.VectorSearch.CollectionSize;
import io.mirstream.service.access.Reach;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The collections of the live index. */
public record CollectionList(List<Entry> collections) {
    /**
     * A collection by the live model.
     *
     * @param indexedAt when its newest series became searchable
     * @param models all that have series of it, the live one first
     */
    public record Entry(
            CollectionName collection, long studies, long series, Optional<Instant> indexedAt, List<ByModel> models) {}

    /** How far a model has the collection. */
    public record ByModel(
            String id,
            ModelFingerprint fingerprint,
            Role role,
            long studies,
            long series,
            Optional<Instant> indexedAt) {}

    static CollectionList of(IndexedModels models, Reach reach) {
        Map<CollectionName, CollectionSize> live = new LinkedHashMap<>();
        models.live().collections().stream()
                .filter(each -> reach.covers(each.collection()))
                .forEach(each -> live.put(each.collection(), each));
        Map<CollectionName, List<ByModel>> byModel = new LinkedHashMap<>();
        live.keySet().forEach(collection -> byModel.put(collection, new ArrayList<>()));
        models.all().stream()
                .sorted(Comparator.comparing(Indexed::role))
                .forEach(model -> sizes(models, model, live.values()).forEach(size -> {
                    if (byModel.containsKey(size.collection())) {
                        byModel.get(size.collection()).add(entry(model, size));
                    }
                }));
        return new CollectionList(live.values().stream()
                .map(size -> new Entry(
                        size.collection(),
                        size.studies(),
                        size.series(),
                        size.indexedAt(),
                        byModel.get(size.collection())))
                .toList());
    }

    private static List<CollectionSize> sizes(IndexedModels models, Indexed model, Collection<CollectionSize> live) {
        return model.role() == Role.LIVE
                ? List.copyOf(live)
                : models.of(model.model().fingerprint().value()).collections();
    }

    private static ByModel entry(Indexed model, CollectionSize size) {
        return new ByModel(
                model.model().id(),
                model.model().fingerprint(),
                model.role(),
                size.studies(),
                size.series(),
                size.indexedAt());
    }
}
