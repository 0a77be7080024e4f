package io.mirstream.query.search;

import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds a query field by field, by way of its JSON; what is not given is absent. */
final class RequestBuilder {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    RequestBuilder with(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    RequestBuilder series(String uid) {
        return with("series", uid);
    }

    RequestBuilder text(String words) {
        return with("text", words);
    }

    RequestBuilder method(Method given) {
        return with("method", given);
    }

    RequestBuilder pooling(Pooling given) {
        return with("pooling", given);
    }

    RequestBuilder ranking(Ranking given) {
        return with("ranking", given);
    }

    RequestBuilder hybrid(Fusion fusion, String... lists) {
        return with("hybrid", Map.of("fusion", fusion, "lists", Arrays.asList(lists)));
    }

    RequestBuilder hybrid(String... lists) {
        return with("hybrid", Map.of("lists", List.of(lists)));
    }

    RequestBuilder k(int count) {
        return with("k", count);
    }

    RequestBuilder filters(Filters given) {
        return with("filters", given);
    }

    RequestBuilder exact(boolean given) {
        return with("exact", given);
    }

    RequestBuilder model(String idOrFingerprint) {
        return with("model", idOrFingerprint);
    }

    SearchRequest build() {
        return Json.read(Json.write(fields), SearchRequest.class);
    }
}
