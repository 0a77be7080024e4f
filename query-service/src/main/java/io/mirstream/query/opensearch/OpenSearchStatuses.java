package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Each study's last known state for a model. That of one study is read by id: what was written is seen at once. */
public final class OpenSearchStatuses {
    private static final String UPDATED_AT = "updatedAt";
    private static final String STATE = "state";

    /** Of totals: states of which it is looked whether they are the study's last. */
    private static final int MAX_JOINED = 2_000;

    /** The most that OpenSearch counts exactly. */
    private static final int MAX_PRECISION = 40_000;

    /** A study has a state whatever the model, and one of each model that embedded it: the live one, and one beside it. */
    private static final int DOCUMENTS_PER_STUDY = 3;

    private final SearchCluster cluster;

    public OpenSearchStatuses(SearchCluster cluster) {
        this.cluster = cluster;
    }

    /** @param model that is searched by; empty when none is yet */
    public Optional<StudyStatus> of(StudyUid study, Optional<ModelFingerprint> model) {
        return of(List.of(study), model).stream().findFirst();
    }

    /**
     * The studies of which something was heard last, newest first; what was written in the last second may be missing.
     *
     * @param collections those that are looked at; all when empty
     * @param model that is searched by; empty when none is yet
     */
    public List<StudyStatus> recent(List<CollectionName> collections, Optional<ModelFingerprint> model, int limit) {
        SearchCluster.Answer answer =
                cluster.post("/" + Index.STATUS.alias() + "/_search", newest(collections, limit * DOCUMENTS_PER_STUDY));
        Set<StudyUid> studies = new LinkedHashSet<>();
        for (JsonNode hit : found(answer).path("hits").path("hits")) {
            studies.add(status(hit).studyInstanceUid());
        }
        return of(studies.stream().limit(limit).toList(), model).stream()
                .filter(status -> collections.isEmpty() || collections.contains(status.collection())) // moved meanwhile
                .sorted(Comparator.comparing(StudyStatus::updatedAt).reversed())
                .toList();
    }

    private static ObjectNode newest(List<CollectionName> collections, int documents) {
        ObjectNode request = Json.mapper().createObjectNode().put("size", documents);
        request.putArray("sort").addObject().putObject(UPDATED_AT).put("order", "desc");
        if (!collections.isEmpty()) {
            ArrayNode names = request.putObject("query").putObject("terms").putArray(Fields.COLLECTION);
            collections.forEach(collection -> names.add(collection.value()));
        }
        return request;
    }

    /**
     * How many studies are where. A study that can be found counts as such while a newer revision of it waits. Above 40,000
     * studies those that can be found, and with them those that wait, are an estimate; of more than 2,000 states of failure
     * the oldest count even where they are over.
     *
     * @param collections those that are looked at; all when empty
     * @param model that is searched by; empty when none is yet
     */
    public Map<StudyState, Long> totals(List<CollectionName> collections, Optional<ModelFingerprint> model) {
        JsonNode counted = found(cluster.post("/" + Index.STATUS.alias() + "/_search", byState(collections)));
        Map<String, Long> documents = new HashMap<>();
        for (JsonNode bucket : counted.path("aggregations").path(STATE).path("buckets")) {
            documents.put(bucket.path("key").asText(), bucket.path("doc_count").asLong());
        }
        List<StudyStatus> beside = notFound(counted, collections, model);
        long indexed = indexed(collections, beside);
        long read = count(beside, StudyState.EMBEDDED);
        long olderFailures = Math.max(0, documents.getOrDefault(StudyState.FAILED.name(), 0L) - MAX_JOINED);
        long done = indexed
                + beside.stream().filter(status -> status.model().isPresent()).count();
        Map<StudyState, Long> totals = new EnumMap<>(StudyState.class);
        totals.put(StudyState.ACCEPTED, Math.max(0, documents.getOrDefault(StudyState.ACCEPTED.name(), 0L) - done));
        totals.put(StudyState.EMBEDDED, read);
        totals.put(StudyState.INDEXED, indexed);
        totals.put(StudyState.FAILED, count(beside, StudyState.FAILED) + olderFailures);
        totals.put(StudyState.RETRACTED, documents.getOrDefault(StudyState.RETRACTED.name(), 0L));
        return totals;
    }

    private static long count(List<StudyStatus> statuses, StudyState state) {
        return statuses.stream().filter(status -> status.state() == state).count();
    }

    /** Documents by state, and the ids of the newest of those that may be the last word on a study that cannot be found. */
    private static ObjectNode byState(List<CollectionName> collections) {
        ObjectNode request = newest(collections, MAX_JOINED).put("_source", false);
        ObjectNode terms = request.putObject("aggs").putObject(STATE).putObject("terms");
        terms.put("field", STATE).put("size", StudyState.values().length);
        Clauses.anyOf(
                request.putObject("post_filter").putObject("bool").putArray("filter"),
                STATE,
                List.of(StudyState.EMBEDDED.name(), StudyState.FAILED.name()));
        return request;
    }

    /** Studies that are on their way to the index, or failed; not those that did so once. */
    private List<StudyStatus> notFound(
            JsonNode counted, List<CollectionName> collections, Optional<ModelFingerprint> model) {
        Set<StudyUid> studies = new LinkedHashSet<>();
        for (JsonNode hit : counted.path("hits").path("hits")) {
            studies.add(new StudyUid(hit.path("_id").asText().split("/", 2)[0]));
        }
        return of(List.copyOf(studies), model).stream()
                .filter(status -> collections.isEmpty() || collections.contains(status.collection()))
                .filter(status -> status.state() == StudyState.EMBEDDED || status.state() == StudyState.FAILED)
                .toList();
    }

    /** Studies in the live index, but for these. */
    private long indexed(List<CollectionName> collections, List<StudyStatus> except) {
        ObjectNode request = Json.mapper().createObjectNode().put("size", 0);
        ObjectNode bool = request.putObject("query").putObject("bool");
        Clauses.anyOf(
                bool.putArray("filter"),
                Fields.COLLECTION,
                collections.stream().map(CollectionName::value).toList());
        Clauses.anyOf(
                bool.putArray("must_not"),
                Fields.STUDY,
                except.stream().map(status -> status.studyInstanceUid().value()).toList());
        ObjectNode distinct = request.putObject("aggs").putObject("studies").putObject("cardinality");
        distinct.put("field", Fields.STUDY).put("precision_threshold", MAX_PRECISION);
        return found(cluster.post("/" + Index.SERIES.alias() + "/_search", request))
                .at("/aggregations/studies/value")
                .asLong();
    }

    /** In the order of the studies; those of which no event was seen are left out. */
    private List<StudyStatus> of(List<StudyUid> studies, Optional<ModelFingerprint> model) {
        if (studies.isEmpty()) {
            return List.of();
        }
        ObjectNode request = Json.mapper().createObjectNode();
        ArrayNode ids = request.putArray("ids");
        for (StudyUid study : studies) {
            ids.add(study.value());
            model.ifPresent(maker -> ids.add(study + "/" + maker));
        }
        Map<String, StudyStatus> byId = new HashMap<>();
        for (JsonNode document : found(cluster.post("/" + Index.STATUS.alias() + "/_mget", request))
                .path("docs")) {
            if (document.path("found").asBoolean()) { // else there is no such document, or no index yet
                byId.put(document.path("_id").asText(), status(document));
            }
        }
        return studies.stream()
                .flatMap(study -> StudyStatus.latest(
                        Optional.ofNullable(byId.get(study.value())), model.map(maker -> byId.get(study + "/" + maker)))
                        .stream())
                .toList();
    }

    private static JsonNode found(SearchCluster.Answer answer) {
        if (!answer.isOk() && !answer.isMissing()) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refused: " + answer.error());
        }
        return answer.json();
    }

    private static StudyStatus status(JsonNode document) {
        JsonNode status = document.path("_source").path(Fields.STATUS);
        try {
            return Json.read(Json.write(status), StudyStatus.class);
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.INDEX_MAPPING_MISMATCH, "a status that this version cannot read", e);
        }
    }
}
