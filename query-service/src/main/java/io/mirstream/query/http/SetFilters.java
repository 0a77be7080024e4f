package io.mirstream.query.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.query.search.Filters;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Filters as parameters of an address. */
public class SetFilters {
    @QueryParam("collection")
    List<String> collections;

    @QueryParam("modality")
    List<String> modalities;

    @QueryParam("bodyPart")
    List<String> bodyParts;

    @Parameter(description = "As name=value")
    @QueryParam("label")
    List<String> labels;

    @Parameter(description = "The first day of the study, as 2026-01-31")
    @QueryParam("from")
    Optional<String> from;

    @Parameter(description = "Its last day")
    @QueryParam("to")
    Optional<String> to;

    /** @throws CodedException {@code QUERY_INVALID} */
    Filters filters() {
        return new Filters(
                collections.stream().map(SetFilters::collection).toList(),
                modalities,
                bodyParts,
                new Filters.Dates(from.map(SetFilters::day), to.map(SetFilters::day)),
                byName(labels));
    }

    private static CollectionName collection(String name) {
        try {
            return new CollectionName(name);
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.QUERY_INVALID, e.getMessage(), e);
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "from and to must be days, as 2026-01-31", e);
        }
    }

    private static Map<String, String> byName(List<String> labels) {
        Map<String, String> byName = new TreeMap<>();
        for (String label : labels) {
            String[] parts = label.split("=", 2);
            if (parts.length < 2 || byName.putIfAbsent(parts[0], parts[1]) != null) {
                throw new CodedException(ErrorCode.QUERY_INVALID, "label must be name=value, once for each name");
            }
        }
        return byName;
    }
}
