package io.mirstream.ingest.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.ingest.index.ModelIndices;
import io.mirstream.ingest.index.VectorIndex;
import io.mirstream.service.opensearch.SearchCluster;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The models that have indices. Which one is live is said by the aliases of {@link Index#SERIES} and {@link Index#SLICES},
 * which move in one request; which one was live before, by the aliases that move with them. That a model was removed is
 * said by its ledger, which stays.
 */
public final class OpenSearchModels implements ModelIndices {
    private static final Logger LOG = Logger.getLogger(OpenSearchModels.class);

    /** The indices that are searched, and whose aliases therefore move. */
    private static final List<Index> SEARCHED = List.of(Index.SERIES, Index.SLICES);

    private static final String META_REMOVED = "removed";

    private final SearchCluster cluster;
    private final IndexSchema schema;
    private final Clock clock;
    private final Set<ModelFingerprint> verified = ConcurrentHashMap.newKeySet();

    public OpenSearchModels(SearchCluster cluster, IndexOptions options, Clock clock) {
        this.cluster = cluster;
        this.schema = new IndexSchema(cluster, options);
        this.clock = clock;
    }

    /** What a model's indices are there for. */
    public enum Role {
        /** Searches go there. */
        LIVE,
        /** Was live until the last promotion. */
        PREVIOUS,
        /** Is being filled, or was. */
        CANDIDATE
    }

    /**
     * A model and what its indices hold.
     *
     * @param series documents of its series index
     * @param slices documents of its slice index
     */
    public record Indexed(ModelRef model, Role role, long series, long slices) {}

    /**
     * Which models searches go to from now on.
     *
     * @param missing series that the index that was live held, and the one that is live now does not hold in that revision
     */
    public record Promotion(ModelFingerprint live, Optional<ModelFingerprint> previous, long missing) {}

    /** @param models by their ledgers, which are made last */
    private record State(
            Map<ModelFingerprint, ModelRef> models,
            Set<ModelFingerprint> removed,
            Optional<ModelRef> live,
            Optional<ModelRef> previous) {
        private static final Comparator<ModelFingerprint> ORDER = Comparator.comparing(ModelFingerprint::value);

        static State of(JsonNode indices) {
            State state = new State(new TreeMap<>(ORDER), new HashSet<>(), Optional.empty(), Optional.empty());
            for (Map.Entry<String, JsonNode> index : indices.properties()) {
                Optional<ModelRef> model = IndexSchema.modelOf(index.getValue().path("mappings"));
                requireOneLive(state, model, index.getValue());
                if (model.isPresent()) {
                    state = state.with(model.get(), index.getKey(), index.getValue());
                }
            }
            return state;
        }

        /** Nothing is made live beside what is, whatever that is. */
        private static void requireOneLive(State state, Optional<ModelRef> model, JsonNode index) {
            if (!index.path("aliases").has(Index.SERIES.alias())) {
                return;
            }
            if (model.isEmpty()) {
                throw new CodedException(ErrorCode.INDEX_MAPPING_MISMATCH, "the live index does not name its model");
            }
            if (state.live().isPresent()) {
                throw new CodedException(
                        ErrorCode.MODEL_MISMATCH, Index.SERIES.alias() + " is two models': leave it one");
            }
        }

        private State with(ModelRef model, String name, JsonNode index) {
            if (name.equals(Index.LEDGER.of(model.fingerprint()))) {
                if (index.path("mappings").path("_meta").path(META_REMOVED).asBoolean()) {
                    removed.add(model.fingerprint());
                } else {
                    models.put(model.fingerprint(), model);
                }
            }
            JsonNode aliases = index.path("aliases");
            return new State(
                    models,
                    removed,
                    aliases.has(Index.SERIES.alias()) ? Optional.of(model) : live,
                    aliases.has(Index.SERIES.previousAlias()) ? Optional.of(model) : previous);
        }

        ModelRef required(ModelFingerprint model) {
            if (!models.containsKey(model)) {
                throw new CodedException(ErrorCode.MODEL_UNKNOWN, "no index is of model " + model);
            }
            return models.get(model);
        }

        boolean isLive(ModelFingerprint model) {
            return live.map(ModelRef::fingerprint).filter(model::equals).isPresent();
        }

        Role role(ModelFingerprint model) {
            if (isLive(model)) {
                return Role.LIVE;
            }
            boolean before =
                    previous.map(ModelRef::fingerprint).filter(model::equals).isPresent();
            return before ? Role.PREVIOUS : Role.CANDIDATE;
        }
    }

    /**
     * Verifies the live model's indices; when nothing is live yet, makes a model live.
     *
     * @param first asked for that model, and only then
     */
    public void start(Supplier<ModelRef> first) {
        Optional<ModelRef> live = state().live();
        if (live.isPresent()) {
            make(live.get());
            return;
        }
        ModelRef model = first.get();
        register(model);
        point(List.of(action("add", Index::alias, model.fingerprint())));
        LOG.infof("first model is live model=%s", model.fingerprint());
    }

    // --- for the indexers

    @Override
    public Known known() {
        State state = state();
        return new Known(state.models(), state.removed(), state.live().map(ModelRef::fingerprint));
    }

    @Override
    public void make(ModelRef model) {
        schema.require(model);
        verified.add(model.fingerprint());
    }

    @Override
    public VectorIndex of(ModelRef model) {
        if (!verified.contains(model.fingerprint())) {
            make(model);
        }
        return new OpenSearchIndex(cluster, model.fingerprint(), clock);
    }

    // --- for operators

    public List<Indexed> list() {
        State state = state();
        List<Indexed> all = new ArrayList<>();
        for (ModelRef model : state.models().values()) {
            all.add(new Indexed(
                    model,
                    state.role(model.fingerprint()),
                    count(Index.SERIES.of(model.fingerprint())),
                    count(Index.SLICES.of(model.fingerprint()))));
        }
        return all;
    }

    /** Makes a model's indices before its first vectors come; the way back in for one that was removed. */
    public void register(ModelRef model) {
        if (state().removed().contains(model.fingerprint())) {
            delete(Index.LEDGER.of(model.fingerprint()));
        }
        make(model);
    }

    /**
     * Makes a model live, at once for all searches that begin from now on.
     *
     * @param force though its index does not hold all that the live one holds
     * @throws CodedException {@code MODEL_UNKNOWN}, {@code MODEL_INCOMPLETE}
     */
    public synchronized Promotion promote(ModelFingerprint model, boolean force) {
        State state = state();
        state.required(model);
        Optional<ModelFingerprint> live = state.live().map(ModelRef::fingerprint);
        if (state.isLive(model)) {
            return new Promotion(model, state.previous().map(ModelRef::fingerprint), 0);
        }
        long missing = live.isEmpty() ? 0 : new Missing(cluster, live.get(), model).count();
        if (missing > 0 && !force) {
            throw new CodedException(
                    ErrorCode.MODEL_INCOMPLETE,
                    "the index of model " + model + " does not hold " + missing
                            + " series that the live one holds: wait for the replay, or force it");
        }
        swap(model, live, state.previous().map(ModelRef::fingerprint));
        return new Promotion(model, live, missing);
    }

    /**
     * Makes the model live that was before, and the other way round.
     *
     * @throws CodedException {@code MODEL_UNKNOWN} when there is none
     */
    public synchronized Promotion rollback() {
        ModelFingerprint previous = state().previous()
                .map(ModelRef::fingerprint)
                .orElseThrow(() -> new CodedException(ErrorCode.MODEL_UNKNOWN, "no model was live before this one"));
        return promote(previous, true);
    }

    /**
     * Deletes a model's indices. Vectors of it that still come are not taken.
     *
     * @throws CodedException {@code MODEL_UNKNOWN}, {@code MODEL_LIVE}
     */
    public synchronized void remove(ModelFingerprint model) {
        State state = state();
        if (!state.removed().contains(model)) {
            ModelRef known = state.required(model);
            if (state.isLive(model)) {
                throw new CodedException(
                        ErrorCode.MODEL_LIVE, "model " + model + " is live: promote another one first");
            }
            ObjectNode meta = IndexSchema.meta(known).put(META_REMOVED, true);
            ObjectNode body = Json.mapper().createObjectNode().set("_meta", meta);
            IndexSchema.expectOk(
                    cluster.put("/" + Index.LEDGER.of(model) + "/_mapping", body), "mark a model as removed");
        }
        SEARCHED.forEach(index -> delete(index.of(model)));
        verified.remove(model);
        LOG.infof("model removed model=%s", model);
    }

    // --- aliases

    private void swap(ModelFingerprint model, Optional<ModelFingerprint> live, Optional<ModelFingerprint> previous) {
        List<ArrayNode> actions = new ArrayList<>();
        live.ifPresent(old -> actions.add(action("remove", Index::alias, old)));
        previous.ifPresent(older -> actions.add(action("remove", Index::previousAlias, older)));
        actions.add(action("add", Index::alias, model));
        live.ifPresent(old -> actions.add(action("add", Index::previousAlias, old)));
        point(actions);
        LOG.infof(
                "model is live model=%s previous=%s",
                model, live.map(ModelFingerprint::value).orElse(""));
    }

    private interface AliasName {
        String of(Index index);
    }

    private static ArrayNode action(String name, AliasName alias, ModelFingerprint model) {
        ArrayNode actions = Json.mapper().createArrayNode();
        for (Index index : SEARCHED) {
            actions.addObject().putObject(name).put("index", index.of(model)).put("alias", alias.of(index));
        }
        return actions;
    }

    /** In one request, of which OpenSearch does all or nothing. */
    private void point(List<ArrayNode> actions) {
        ObjectNode body = Json.mapper().createObjectNode();
        ArrayNode all = body.putArray("actions");
        actions.forEach(all::addAll);
        IndexSchema.expectOk(cluster.post("/_aliases", body), "move the aliases");
    }

    // --- requests

    private State state() {
        SearchCluster.Answer answer =
                cluster.get("/" + Index.SERIES.ofEveryModel() + "," + Index.LEDGER.ofEveryModel());
        IndexSchema.expectOk(answer, "list the indices of models");
        return State.of(answer.json());
    }

    private long count(String index) {
        SearchCluster.Answer answer = cluster.get("/" + index + "/_count");
        IndexSchema.expectOk(answer, "count " + index);
        return answer.json().path("count").asLong();
    }

    private void delete(String index) {
        SearchCluster.Answer answer = cluster.delete("/" + index);
        if (!answer.isMissing()) {
            IndexSchema.expectOk(answer, "delete " + index);
        }
    }
}
