package io.mirstream.ingest.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.ingest.index.DocumentId;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.LinkedHashMap;
import java.util.Map;

/** The series that one model's index holds, and another's does not hold in that revision or a newer one. */
final class Missing {
    /** Series of one request. */
    private static final int PAGE = 1_000;

    private static final String SERIES = "series";
    private static final String NEWEST = "newest";

    private final SearchCluster cluster;
    private final String complete;
    private final String other;

    Missing(SearchCluster cluster, ModelFingerprint complete, ModelFingerprint other) {
        this.cluster = cluster;
        this.complete = Index.SERIES.of(complete);
        this.other = Index.SERIES.of(other);
    }

    long count() {
        IndexSchema.expectOk(
                cluster.post("/" + complete + "/_refresh", Json.mapper().createObjectNode()), "refresh " + complete);
        long missing = 0;
        JsonNode after = null;
        do {
            JsonNode page = page(after);
            missing += missingOf(page.path("buckets"));
            after = page.path("after_key");
        } while (after.isObject());
        return missing;
    }

    private JsonNode page(JsonNode after) {
        ObjectNode body = Json.mapper().createObjectNode().put("size", 0);
        ObjectNode aggregation = body.putObject("aggs").putObject(SERIES);
        ObjectNode composite = aggregation.putObject("composite").put("size", PAGE);
        ArrayNode sources = composite.putArray("sources");
        for (String field : new String[] {Fields.COLLECTION, Fields.SERIES}) {
            sources.addObject().putObject(field).putObject("terms").put("field", field);
        }
        if (after != null) {
            composite.set("after", after);
        }
        aggregation.putObject("aggs").putObject(NEWEST).putObject("max").put("field", Fields.REVISION);
        SearchCluster.Answer answer = cluster.post("/" + complete + "/_search", body);
        IndexSchema.expectOk(answer, "list the series of " + complete);
        return answer.json().path("aggregations").path(SERIES);
    }

    private long missingOf(JsonNode buckets) {
        Map<String, Long> revisions = new LinkedHashMap<>();
        for (JsonNode bucket : buckets) {
            JsonNode key = bucket.path("key");
            DocumentId id = new DocumentId.OfSeries(
                    new CollectionName(key.path(Fields.COLLECTION).asText()),
                    new SeriesUid(key.path(Fields.SERIES).asText()));
            revisions.put(id.text(), bucket.path(NEWEST).path("value").asLong());
        }
        if (revisions.isEmpty()) {
            return 0;
        }
        ObjectNode body = Json.mapper().createObjectNode();
        ArrayNode ids = body.putArray("ids");
        revisions.keySet().forEach(ids::add);
        SearchCluster.Answer answer = cluster.post("/" + other + "/_mget?_source=" + Fields.REVISION, body);
        IndexSchema.expectOk(answer, "look up the series of " + other);
        long missing = revisions.size();
        for (JsonNode document : answer.json().path("docs")) {
            long revision = document.path("_source").path(Fields.REVISION).asLong();
            if (document.path("found").asBoolean()
                    && revision >= revisions.get(document.path("_id").asText())) {
                missing--;
            }
        }
        return missing;
    }
}
