package io.mirstream.query.search;

import io.mirstream.contracts.id.CollectionName;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a series must be to be found; everything that is given must hold.
 *
 * @param collections any of these
 * @param modalities any of these, such as {@code CT}
 * @param bodyParts any of these, as in Body Part Examined
 * @param dates of the study
 * @param labels every name with this value
 */
public record Filters(
        List<CollectionName> collections,
        List<String> modalities,
        List<String> bodyParts,
        Dates dates,
        Map<String, String> labels) {
    public static final Filters NONE = new Filters(null, null, null, null, null);

    /** Both days included. */
    public record Dates(Optional<LocalDate> from, Optional<LocalDate> to) {
        public Dates {
            from = Objects.requireNonNullElse(from, Optional.empty());
            to = Objects.requireNonNullElse(to, Optional.empty());
        }
    }

    public Filters {
        collections = collections == null ? List.of() : List.copyOf(collections);
        modalities = modalities == null ? List.of() : List.copyOf(modalities);
        bodyParts = bodyParts == null ? List.of() : List.copyOf(bodyParts);
        dates = dates == null ? new Dates(Optional.empty(), Optional.empty()) : dates;
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }

    /** The same, in these collections; in all when there are none. */
    public Filters in(List<CollectionName> others) {
        return new Filters(others, modalities, bodyParts, dates, labels);
    }

    public Filters withoutModalities() {
        return new Filters(collections, List.of(), bodyParts, dates, labels);
    }

    public Filters withoutBodyParts() {
        return new Filters(collections, modalities, List.of(), dates, labels);
    }

    public Filters withoutLabels() {
        return new Filters(collections, modalities, bodyParts, dates, Map.of());
    }
}
