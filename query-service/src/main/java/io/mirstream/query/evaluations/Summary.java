package io.mirstream.query.evaluations;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a list says of an evaluation.
 *
 * @param id of the replay
 * @param dataset its name, as people know it
 * @param organs and {@code methods} in the order of the report
 */
public record Summary(
        String id,
        String dataset,
        Model model,
        Instant started,
        Instant finished,
        List<String> organs,
        List<String> methods) {
    private static final int VERSION = 1;

    public Summary {
        organs = List.copyOf(organs);
        methods = List.copyOf(methods);
    }

    /** That made the vectors. */
    public record Model(String id, String version, String fingerprint) {}

    /**
     * Of a report, schema {@code evaluation.v1}. Only what is listed is looked at.
     *
     * @throws CodedException {@code EVENT_MALFORMED} or {@code EVENT_INVALID}
     */
    static Summary of(byte[] json) {
        JsonNode report = tree(json);
        if (report.path("version").asInt() != VERSION) {
            throw new CodedException(ErrorCode.EVENT_INVALID, "a report of another version than " + VERSION);
        }
        JsonNode model = report.path("model");
        Set<String> organs = new LinkedHashSet<>();
        Set<String> methods = new LinkedHashSet<>();
        for (JsonNode pool : report.path("pools")) {
            organs.add(text(pool, "organ"));
            pool.path("methods").forEach(method -> methods.add(text(method, "method")));
        }
        return new Summary(
                text(report, "id"),
                text(report, "dataset"),
                new Model(text(model, "id"), text(model, "version"), text(model, "fingerprint")),
                time(report, "started"),
                time(report, "finished"),
                List.copyOf(organs),
                List.copyOf(methods));
    }

    private static JsonNode tree(byte[] json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.EVENT_MALFORMED, "the data is not readable JSON", e);
        }
    }

    private static String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw new CodedException(ErrorCode.EVENT_INVALID, field + ": is missing");
        }
        return node.path(field).textValue();
    }

    private static Instant time(JsonNode node, String field) {
        try {
            return Instant.parse(text(node, field));
        } catch (DateTimeException e) {
            throw new CodedException(ErrorCode.EVENT_INVALID, field + ": is no time", e);
        }
    }
}
