package io.mirstream.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusChangesTest {
    private static final StudyStatus ACCEPTED = status("1.2.3", StudyState.ACCEPTED);
    private static final StudyStatus INDEXED = status("1.2.3", StudyState.INDEXED);
    private static final StudyStatus OTHER = status("1.2.4", StudyState.INDEXED);

    private List<StudyStatus> newest = List.of();
    private Map<StudyState, Long> totals = Map.of();
    private final StatusChanges changes = new StatusChanges(() -> newest, () -> totals);

    private static StudyStatus status(String study, StudyState state) {
        return new StudyStatus(
                new StudyUid(study),
                CollectionName.CLINICAL,
                state,
                1,
                "event",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private Optional<List<StudyStatus>> told() {
        return changes.next().map(StatusChanges.Changes::studies);
    }

    @Test
    void totals_are_told_with_what_changed() {
        newest = List.of(ACCEPTED);
        totals = Map.of(StudyState.ACCEPTED, 7L);

        assertThat(changes.next()).map(StatusChanges.Changes::totals).contains(totals);
    }

    @Test
    void at_first_all_are_told() {
        newest = List.of(OTHER, ACCEPTED);

        assertThat(told()).contains(List.of(OTHER, ACCEPTED));
    }

    @Test
    void at_first_it_is_told_that_there_are_none() {
        assertThat(told()).contains(List.of());
        assertThat(told()).isEmpty();
    }

    @Test
    void what_changed_or_came_is_told_once() {
        newest = List.of(ACCEPTED);
        changes.next();

        newest = List.of(OTHER, INDEXED);

        assertThat(told()).contains(List.of(OTHER, INDEXED));
        assertThat(told()).isEmpty();
    }

    @Test
    void look_that_fails_is_as_if_it_had_not_been() {
        newest = List.of(ACCEPTED);
        changes.next();
        newest = null;
        assertThatThrownBy(changes::next).isInstanceOf(NullPointerException.class);

        newest = List.of(INDEXED);

        assertThat(told()).contains(List.of(INDEXED));
    }

    @Test
    void change_is_told_once_it_can_be_counted() {
        newest = List.of(ACCEPTED);
        totals = null;
        StatusChanges uncounted = new StatusChanges(() -> newest, () -> {
            if (totals == null) {
                throw new IllegalStateException("the index is away");
            }
            return totals;
        });
        assertThatThrownBy(uncounted::next).isInstanceOf(IllegalStateException.class);

        totals = Map.of(StudyState.ACCEPTED, 1L);

        assertThat(uncounted.next()).contains(new StatusChanges.Changes(List.of(ACCEPTED), totals));
    }
}
