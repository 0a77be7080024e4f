package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.Optional;

/** Each study's last known state for a model, read by id: what was written is seen at once. */
public final class OpenSearchStatuses {
    private final SearchCluster cluster;

    public OpenSearchStatuses(SearchCluster cluster) {
        this.cluster = cluster;
    }

    /** @param model that is searched by; empty when none is yet */
    public Optional<StudyStatus> of(StudyUid study, Optional<ModelFingerprint> model) {
        ObjectNode request = Json.mapper().createObjectNode();
        ArrayNode ids = request.putArray("ids").add(study.value());
        model.ifPresent(maker -> ids.add(study + "/" + maker));
        SearchCluster.Answer answer = cluster.post("/" + Index.STATUS.alias() + "/_mget", request);
        if (answer.isMissing()) {
            return Optional.empty();
        }
        if (!answer.isOk()) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refused: " + answer.error());
        }
        Optional<StudyStatus> ofAll = Optional.empty();
        Optional<StudyStatus> ofModel = Optional.empty();
        for (JsonNode document : answer.json().path("docs")) {
            if (!document.path("found").asBoolean()) {
                continue; // there is no such document, or no index yet
            }
            Optional<StudyStatus> status = status(document);
            if (document.path("_id").asText().equals(study.value())) {
                ofAll = status;
            } else {
                ofModel = status;
            }
        }
        return StudyStatus.latest(ofAll, ofModel);
    }

    private static Optional<StudyStatus> status(JsonNode document) {
        JsonNode status = document.path("_source").path(Fields.STATUS);
        try {
            return Optional.of(Json.read(Json.write(status), StudyStatus.class));
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.INDEX_MAPPING_MISMATCH, "a status that this version cannot read", e);
        }
    }
}
