package io.mirstream.ingest.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Many writes in few requests, each of a bounded size. */
final class Bulk {
    /** OpenSearch's own advice is 5 to 15 MB a request. */
    private static final int MAX_REQUEST_BYTES = 8 << 20;

    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final String INDEX_MISSING = "index_not_found_exception";
    private static final int TOO_MANY_REQUESTS = 429;

    private final SearchCluster cluster;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    Bulk(SearchCluster cluster) {
        this.cluster = cluster;
    }

    /** What became of one write, as OpenSearch has it. */
    record Outcome(int status, JsonNode item) {
        boolean isDone() {
            return status / 100 == 2;
        }

        /** Something at least as new is there. */
        boolean isConflict() {
            return status == CONFLICT;
        }

        boolean isMissing() {
            return status == NOT_FOUND;
        }

        String error() {
            return item.path("error").path("type").asText();
        }
    }

    void index(String index, String id, long version, ObjectNode document) {
        add(action("index", versioned(index, id, version)), document);
    }

    void delete(String index, String id, long version) {
        add(action("delete", versioned(index, id, version)), null);
    }

    void create(String index, String id, ObjectNode document) {
        add(action("create", address(index, id)), document);
    }

    void replace(String index, String id, long sequenceNumber, long primaryTerm, ObjectNode document) {
        ObjectNode address = address(index, id).put("if_seq_no", sequenceNumber).put("if_primary_term", primaryTerm);
        add(action("index", address), document);
    }

    /** In the order of the writes. */
    List<Outcome> finish() {
        send();
        return outcomes;
    }

    private static ObjectNode address(String index, String id) {
        return Json.mapper().createObjectNode().put("_index", index).put("_id", id);
    }

    /** As new as what is there is fine: the same revision may be written again, and says the same. */
    private static ObjectNode versioned(String index, String id, long version) {
        return address(index, id).put("version", version).put("version_type", "external_gte");
    }

    private static ObjectNode action(String name, ObjectNode address) {
        return Json.mapper().createObjectNode().set(name, address);
    }

    private void add(ObjectNode action, ObjectNode document) {
        lines.writeBytes(Json.write(action));
        lines.write('\n');
        if (document != null) {
            lines.writeBytes(Json.write(document));
            lines.write('\n');
        }
        if (lines.size() >= MAX_REQUEST_BYTES) {
            send();
        }
    }

    private void send() {
        if (lines.size() == 0) {
            return;
        }
        SearchCluster.Answer answer = cluster.bulk(lines.toByteArray());
        lines.reset();
        if (!answer.isOk()) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "a bulk request was refused: " + answer.error());
        }
        for (JsonNode item : answer.json().path("items")) {
            JsonNode result = item.elements().next();
            int status = result.path("status").asInt();
            if (status == TOO_MANY_REQUESTS) {
                throw new CodedException(ErrorCode.INDEX_BUSY, "OpenSearch rejects load");
            }
            if (status >= 500) {
                throw new CodedException(
                        ErrorCode.INDEX_UNAVAILABLE,
                        "a write failed: " + result.path("error").path("type").asText());
            }
            Outcome outcome = new Outcome(status, result);
            if (outcome.error().equals(INDEX_MISSING)) {
                throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "an index was deleted while it was written to");
            }
            outcomes.add(outcome);
        }
    }
}
