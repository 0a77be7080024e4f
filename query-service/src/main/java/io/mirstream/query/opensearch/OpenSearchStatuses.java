package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.Optional;

/** Each study's last known state, read by id: what was written is seen at once. */
public final class OpenSearchStatuses {
    private final SearchCluster cluster;

    public OpenSearchStatuses(SearchCluster cluster) {
        this.cluster = cluster;
    }

    public Optional<StudyStatus> of(StudyUid study) {
        SearchCluster.Answer answer = cluster.get("/" + Index.STATUS.alias() + "/_doc/" + study);
        if (answer.isMissing()) {
            return Optional.empty();
        }
        if (!answer.isOk()) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refused: " + answer.error());
        }
        JsonNode status = answer.json().path("_source").path(Fields.STATUS);
        try {
            return Optional.of(Json.read(Json.write(status), StudyStatus.class));
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.INDEX_MAPPING_MISMATCH, "a status that this version cannot read", e);
        }
    }
}
