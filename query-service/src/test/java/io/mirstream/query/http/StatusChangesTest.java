package io.mirstream.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusChangesTest {
    private static final StudyStatus ACCEPTED = status("1.2.3", StudyState.ACCEPTED);
    private static final StudyStatus INDEXED = status("1.2.3", StudyState.INDEXED);
    private static final StudyStatus OTHER = status("1.2.4", StudyState.INDEXED);

    private List<StudyStatus> newest = List.of();
    private final StatusChanges changes = new StatusChanges(() -> newest);

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

    @Test
    void at_first_all_are_told() {
        newest = List.of(OTHER, ACCEPTED);

        assertThat(changes.next()).contains(List.of(OTHER, ACCEPTED));
    }

    @Test
    void at_first_it_is_told_that_there_are_none() {
        assertThat(changes.next()).contains(List.of());
        assertThat(changes.next()).isEmpty();
    }

    @Test
    void what_changed_or_came_is_told_once() {
        newest = List.of(ACCEPTED);
        changes.next();

        newest = List.of(OTHER, INDEXED);

        assertThat(changes.next()).contains(List.of(OTHER, INDEXED));
        assertThat(changes.next()).isEmpty();
    }

    @Test
    void look_that_fails_is_as_if_it_had_not_been() {
        newest = List.of(ACCEPTED);
        changes.next();
        newest = null;
        assertThatThrownBy(changes::next).isInstanceOf(NullPointerException.class);

        newest = List.of(INDEXED);

        assertThat(changes.next()).contains(List.of(INDEXED));
    }
}
