package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Each study's last known state for a model. That of one study is read by id: what was written is seen at once. */
public final class OpenSearchStatuses {
    private static final String UPDATED_AT = "updatedAt";

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
