package io.mirstream.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.id.CollectionName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiltersTest {
    @Test
    void none_asks_for_nothing() {
        assertThat(Filters.NONE.collections()).isEmpty();
        assertThat(Filters.NONE.modalities()).isEmpty();
        assertThat(Filters.NONE.bodyParts()).isEmpty();
        assertThat(Filters.NONE.dates()).isEqualTo(new Filters.Dates(Optional.empty(), Optional.empty()));
        assertThat(Filters.NONE.labels()).isEmpty();
    }

    @Test
    void later_changes_of_what_was_given_do_not_reach_the_filters() {
        List<CollectionName> collections = new ArrayList<>(List.of(CollectionName.CLINICAL));
        List<String> modalities = new ArrayList<>(List.of("CT"));
        List<String> bodyParts = new ArrayList<>(List.of("CHEST"));
        Map<String, String> labels = new HashMap<>(Map.of("finding", "cyst"));
        Filters filters = new Filters(collections, modalities, bodyParts, null, labels);

        collections.clear();
        modalities.clear();
        bodyParts.clear();
        labels.clear();

        assertThat(filters)
                .isEqualTo(new Filters(
                        List.of(CollectionName.CLINICAL),
                        List.of("CT"),
                        List.of("CHEST"),
                        null,
                        Map.of("finding", "cyst")));
        assertThatThrownBy(() -> filters.modalities().add("MR")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void one_end_of_the_dates_may_be_open() {
        LocalDate day = LocalDate.of(2026, 1, 1);

        assertThat(new Filters.Dates(Optional.of(day), Optional.empty()).to()).isEmpty();
        assertThat(new Filters.Dates(Optional.empty(), Optional.of(day)).from()).isEmpty();
    }
}
