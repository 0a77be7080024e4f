package io.mirstream.ingest.admission;

import static io.mirstream.contracts.event.StudyEventType.AMENDED;
import static io.mirstream.contracts.event.StudyEventType.ARRIVED;
import static io.mirstream.contracts.event.StudyEventType.RETRACTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.StudyUid;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StudyHistoryTest {
    private static final StudyEvent STUDY = StudyEvent.at(new StudyUid("1.2.3"), URI.create("file:///data/study"));
    private static final CollectionName TRIAL = new CollectionName("trial");

    @ParameterizedTest
    @EnumSource(
            value = StudyEventType.class,
            names = {"ARRIVED", "AMENDED"})
    void first_event_of_a_study_has_the_first_revision(StudyEventType type) {
        StudyHistory history = StudyHistory.accept(Optional.empty(), type, STUDY.inCollection(TRIAL), event(1));

        assertThat(history.revision()).isEqualTo(Revision.FIRST);
        assertThat(history.retracted()).isFalse();
        assertThat(history.collection()).isEqualTo(TRIAL);
    }

    @Test
    void every_accepted_event_has_the_next_revision() {
        StudyHistory history = arrived(1);
        for (StudyEventType type : new StudyEventType[] {AMENDED, ARRIVED, RETRACTED, RETRACTED, ARRIVED}) {
            Revision last = history.revision();

            history = StudyHistory.accept(Optional.of(history), type, STUDY, event((int) last.value() + 1));

            assertThat(history.revision()).isEqualTo(last.next());
            assertThat(history.retracted()).isEqualTo(type == RETRACTED);
        }
    }

    @Test
    void study_that_was_never_accepted_cannot_be_retracted() {
        assertThatThrownBy(() -> StudyHistory.accept(Optional.empty(), RETRACTED, STUDY, event(1)))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STUDY_UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource(
            value = StudyEventType.class,
            names = {"ARRIVED", "AMENDED"})
    void study_does_not_move_to_another_collection_by_itself(StudyEventType type) {
        Optional<StudyHistory> history = Optional.of(arrived(1));

        assertThatThrownBy(() -> StudyHistory.accept(history, type, STUDY.inCollection(TRIAL), event(2)))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EVENT_INVALID))
                .hasMessageContaining("clinical");
    }

    @Test
    void retraction_takes_the_study_from_where_it_is_whatever_it_names() {
        StudyHistory retracted =
                StudyHistory.accept(Optional.of(arrived(1)), RETRACTED, STUDY.inCollection(TRIAL), event(2));

        assertThat(retracted.collection()).isEqualTo(CollectionName.CLINICAL);
    }

    @Test
    void retracted_study_may_arrive_in_another_collection() {
        StudyHistory retracted = StudyHistory.accept(Optional.of(arrived(1)), RETRACTED, STUDY, event(2));

        StudyHistory moved = StudyHistory.accept(Optional.of(retracted), ARRIVED, STUDY.inCollection(TRIAL), event(3));

        assertThat(moved.collection()).isEqualTo(TRIAL);
        assertThat(moved.revision()).isEqualTo(new Revision(3));
    }

    @Test
    void event_is_remembered_while_fewer_than_the_documented_number_of_others_follow() {
        StudyHistory history = arrived(1);
        for (int others = 1; others < StudyHistory.REMEMBERED_EVENTS; others++) {
            history = StudyHistory.accept(Optional.of(history), AMENDED, STUDY, event(1 + others));
        }
        assertThat(history.hasSeen(event(1))).isTrue();

        StudyHistory oneMore = StudyHistory.accept(Optional.of(history), AMENDED, STUDY, event(1_000));

        assertThat(oneMore.hasSeen(event(1))).isFalse();
        assertThat(oneMore.hasSeen(event(2))).isTrue();
        assertThat(oneMore.hasSeen(event(1_000))).isTrue();
        assertThat(oneMore.events()).hasSize(StudyHistory.REMEMBERED_EVENTS);
    }

    private static StudyHistory arrived(int id) {
        return StudyHistory.accept(Optional.empty(), ARRIVED, STUDY, event(id));
    }

    private static EventIdentity event(int id) {
        return new EventIdentity(URI.create("urn:pacs"), Integer.toString(id));
    }
}
