package io.mirstream.query.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.search.SearchRequest;
import io.mirstream.query.search.SearchResult;
import io.mirstream.service.access.http.Callers;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Many searches of one request, one after the other. */
@Singleton
class SearchBatch {
    static final int MAX_SEARCHES = 50;

    private final GuardedSearch guard;
    private final Callers callers;

    SearchBatch(GuardedSearch guard, Callers callers) {
        this.guard = guard;
        this.callers = callers;
    }

    /** @param searches as for single searches; a list of others, so that a bad one is no other's trouble */
    record Request(List<JsonNode> searches) {}

    /** @param answers in the order of the searches */
    public record Answers(List<Answer> answers) {}

    /** Either of both. */
    public record Answer(Optional<SearchResult> result, Optional<Problem> problem) {}

    /**
     * Counts as many requests as there are searches. Once a search fails for a reason that is not its own, the others are
     * answered with the same problem, and not tried.
     *
     * @param search answers one that may be asked
     * @throws CodedException {@code QUERY_INVALID}, {@code LIMIT_EXCEEDED} for too many, {@code RATE_LIMITED}
     */
    Answers answer(byte[] body, Function<SearchRequest, SearchResult> search) {
        List<JsonNode> searches = SearchResource.read(body, Request.class).searches();
        if (searches == null || searches.isEmpty()) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "searches must have 1 to " + MAX_SEARCHES + " entries");
        }
        if (searches.size() > MAX_SEARCHES) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "searches may have " + MAX_SEARCHES + " entries");
        }
        callers.count(searches.size() - 1);
        Told told = new Told();
        List<Answer> answers = new ArrayList<>();
        Optional<Problem> outage = Optional.empty();
        for (JsonNode each : searches) {
            if (outage.isPresent()) {
                answers.add(new Answer(Optional.empty(), outage));
                continue;
            }
            try {
                SearchRequest request = SearchResource.read(Json.write(each), SearchRequest.class);
                SearchResult result = guard.guarded(request, search);
                told.of(request, result);
                answers.add(new Answer(Optional.of(result), Optional.empty()));
            } catch (CodedException e) {
                if (e.kind() == ErrorKind.BUG) {
                    throw e;
                }
                Problem problem = Problem.of(e.code(), e.getMessage());
                told.codes.add(e.code().name());
                answers.add(new Answer(Optional.empty(), Optional.of(problem)));
                outage = e.kind() == ErrorKind.INPUT ? Optional.empty() : Optional.of(problem);
            }
        }
        told.note(searches.size());
        return new Answers(answers);
    }

    /** What the audit learns: one record for all of them. */
    private final class Told {
        private final Set<String> collections = new TreeSet<>();
        private final Set<String> methods = new TreeSet<>();
        private final Set<String> models = new TreeSet<>();
        private final Set<String> codes = new TreeSet<>();
        private int hits;

        void of(SearchRequest request, SearchResult result) {
            collections.add(GuardedSearch.names(guard.within(request)));
            methods.add(result.method());
            models.add(result.model().fingerprint().value());
            hits += result.hits().size();
        }

        void note(int searches) {
            callers.note("query", "batch");
            callers.note("searches", Integer.toString(searches));
            callers.note("hits", Integer.toString(hits));
            noteAny("collections", collections);
            noteAny("method", methods);
            noteAny("model", models);
            noteAny("refused", codes);
        }

        private void noteAny(String name, Set<String> values) {
            if (!values.isEmpty()) {
                callers.note(name, String.join(",", values));
            }
        }
    }
}
