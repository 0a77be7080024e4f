package io.mirstream.ingest.opensearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.List;

/** The last known state of each study, and of each by each model, to be read by id. */
public final class OpenSearchStatuses {
    static final String COLLECTION = "collection";
    static final String STATE = "state";
    static final String UPDATED_AT = "updatedAt";

    private final SearchCluster cluster;

    public OpenSearchStatuses(SearchCluster cluster) {
        this.cluster = cluster;
    }

    /** In order; a status of an older revision than the one that is there is not taken. */
    public void write(List<StudyStatus> statuses) {
        Bulk bulk = new Bulk(cluster);
        for (StudyStatus status : statuses) {
            ObjectNode document = Json.mapper().createObjectNode();
            document.put(COLLECTION, status.collection().value());
            document.put(STATE, status.state().name());
            document.put(UPDATED_AT, status.updatedAt().toString());
            document.set(Fields.STATUS, Json.mapper().valueToTree(status));
            bulk.index(Index.STATUS.alias(), status.key(), status.revision(), document);
        }
        for (Bulk.Outcome outcome : bulk.finish()) {
            if (!outcome.isDone() && !outcome.isConflict()) {
                throw new CodedException(
                        ErrorCode.INDEX_MAPPING_MISMATCH, "the status index refuses a status: " + outcome.error());
            }
        }
    }
}
