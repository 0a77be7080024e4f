package io.mirstream.eval.replay.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.replay.Searching;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The query-service, as any caller reaches it. */
final class QueryService implements Searching {
    private final ServiceClient client;

    QueryService(String url, Optional<String> key) {
        client = new ServiceClient("query-service", url, key);
    }

    @Override
    public List<SeriesUid> search(ObjectNode request) {
        JsonNode result = client.send(client.request("/v1/search")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(request))));
        List<SeriesUid> found = new ArrayList<>();
        for (JsonNode hit : result.path("hits")) {
            found.add(new SeriesUid(hit.path("seriesInstanceUid").asText()));
        }
        return found;
    }

    /** Each has a {@code model} and a {@code role}. */
    JsonNode models() {
        return client.send(client.request("/v1/models").GET()).path("models");
    }

    /** @throws CodedException {@code INDEX_UNAVAILABLE} when none is */
    ModelRef live() {
        for (JsonNode each : models()) {
            if (each.path("role").asText().equals("LIVE")) {
                return Json.readFrom(Json.write(each.path("model")), ModelRef.class);
            }
        }
        throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "no model is live");
    }

    Optional<StudyStatus> status(StudyUid study) {
        try {
            JsonNode status = client.send(client.request("/v1/studies/" + study).GET());
            return Optional.of(Json.readFrom(Json.write(status), StudyStatus.class));
        } catch (CodedException e) {
            if (e.code() == ErrorCode.STUDY_UNKNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
