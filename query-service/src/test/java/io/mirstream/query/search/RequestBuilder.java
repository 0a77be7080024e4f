package io.mirstream.query.search;

import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.id.SeriesUid;
import java.util.Optional;

/** Builds a query field by field; what is not given is absent. */
final class RequestBuilder {
    private Optional<SeriesUid> series = Optional.empty();
    private Optional<String> text = Optional.empty();
    private Optional<Method> method = Optional.empty();
    private Optional<Pooling> pooling = Optional.empty();
    private Optional<Ranking> ranking = Optional.empty();
    private Optional<Integer> k = Optional.empty();
    private Filters filters = Filters.NONE;
    private Optional<Boolean> exact = Optional.empty();
    private Optional<String> model = Optional.empty();

    RequestBuilder series(String uid) {
        series = Optional.of(new SeriesUid(uid));
        return this;
    }

    RequestBuilder text(String words) {
        text = Optional.of(words);
        return this;
    }

    RequestBuilder method(Method given) {
        method = Optional.of(given);
        return this;
    }

    RequestBuilder pooling(Pooling given) {
        pooling = Optional.of(given);
        return this;
    }

    RequestBuilder ranking(Ranking given) {
        ranking = Optional.of(given);
        return this;
    }

    RequestBuilder k(int count) {
        k = Optional.of(count);
        return this;
    }

    RequestBuilder filters(Filters given) {
        filters = given;
        return this;
    }

    RequestBuilder exact(boolean given) {
        exact = Optional.of(given);
        return this;
    }

    RequestBuilder model(String idOrFingerprint) {
        model = Optional.of(idOrFingerprint);
        return this;
    }

    SearchRequest build() {
        return new SearchRequest(series, text, method, pooling, ranking, k, filters, exact, model);
    }
}
