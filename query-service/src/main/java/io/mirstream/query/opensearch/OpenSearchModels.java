package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.search.IndexedModels;
import io.mirstream.query.search.VectorSearch;
import io.mirstream.service.opensearch.SearchCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The models whose series index names them. Which is live is looked up every now and then, not with every search. */
public final class OpenSearchModels implements IndexedModels {
    private final SearchCluster cluster;
    private final Recent<Seen> seen;
    private final Counts counts;
    private final Matrices matrices;

    /**
     * @param fresh how long a promotion may go unnoticed, and how old a count of vectors may be
     * @param sliceCacheBytes for slices that were compared, which may be compared again
     * @param nanos a clock for durations
     * @param aside asks on the side, so that searches seldom wait for what is growing old
     */
    public OpenSearchModels(
            SearchCluster cluster, Duration fresh, long sliceCacheBytes, LongSupplier nanos, Executor aside) {
        this.cluster = cluster;
        seen = new Recent<>(this::look, fresh, nanos, aside);
        counts = new Counts(fresh, nanos, aside);
        matrices = new Matrices(sliceCacheBytes);
    }

    private record Seen(List<Indexed> models, boolean nameless) {
        /** Of a live index that does not say whose it is. */
        void requireNamed() {
            if (nameless) {
                throw new CodedException(ErrorCode.INDEX_MAPPING_MISMATCH, "the live index does not name its model");
            }
        }
    }

    @Override
    public List<Indexed> all() {
        return seen.get().models();
    }

    @Override
    public Optional<ModelFingerprint> liveFingerprint() {
        return liveModel().map(ModelRef::fingerprint);
    }

    @Override
    public VectorSearch live() {
        return liveModel()
                .map(model -> new OpenSearchVectors(cluster, model, counts, matrices))
                .orElseThrow(() -> new CodedException(
                        ErrorCode.INDEX_UNAVAILABLE, "no index is live yet: nothing was ever indexed"));
    }

    private Optional<ModelRef> liveModel() {
        Seen now = seen.get();
        now.requireNamed();
        return now.models().stream()
                .filter(indexed -> indexed.role() == Role.LIVE)
                .map(Indexed::model)
                .findFirst();
    }

    @Override
    public VectorSearch of(String idOrFingerprint) {
        List<ModelRef> models = seen.get().models().stream().map(Indexed::model).toList();
        List<ModelRef> named = models.stream()
                .filter(model -> model.fingerprint().value().equals(idOrFingerprint))
                .toList();
        if (named.isEmpty()) {
            named = models.stream()
                    .filter(model -> model.id().equals(idOrFingerprint))
                    .toList();
        }
        if (named.isEmpty()) {
            throw new CodedException(ErrorCode.MODEL_UNKNOWN, "no index is of this model: see /v1/models");
        }
        if (named.size() > 1) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "several models have this id: give a fingerprint");
        }
        return new OpenSearchVectors(cluster, named.getFirst(), counts, matrices);
    }

    private Seen look() {
        SearchCluster.Answer answer = cluster.get("/" + Index.SERIES.ofEveryModel());
        if (!answer.isOk() && !answer.isMissing()) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refused to list: " + answer.error());
        }
        List<Indexed> models = new ArrayList<>();
        boolean nameless = false;
        for (Map.Entry<String, JsonNode> index : answer.json().properties()) {
            Role role = role(index.getValue().path("aliases"));
            Optional<ModelRef> model = model(index.getValue());
            model.ifPresent(named -> models.add(new Indexed(named, role)));
            nameless |= model.isEmpty() && role == Role.LIVE;
        }
        models.sort(Comparator.comparing((Indexed indexed) -> indexed.role())
                .thenComparing(indexed -> indexed.model().fingerprint().value()));
        return new Seen(List.copyOf(models), nameless);
    }

    private static Role role(JsonNode aliases) {
        if (aliases.has(Index.SERIES.alias())) {
            return Role.LIVE;
        }
        return aliases.has(Index.SERIES.previousAlias()) ? Role.PREVIOUS : Role.CANDIDATE;
    }

    private static Optional<ModelRef> model(JsonNode index) {
        try {
            JsonNode model = index.path("mappings").path("_meta").path("model");
            return Optional.of(Json.read(Json.write(model), ModelRef.class));
        } catch (CodedException e) {
            return Optional.empty(); // somebody else's index
        }
    }
}
