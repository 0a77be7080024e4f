package io.mirstream.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.StudyUid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyStatusTest {
    private static final ModelFingerprint MODEL = new ModelFingerprint("0123456789abcdef");

    @ParameterizedTest(name = "{0}/{1} at {2} and {3}/{4} at {5}: {6}")
    @CsvSource({
        "ACCEPTED, 1, 0, EMBEDDED, 1, 1, EMBEDDED",
        "ACCEPTED, 1, 9, INDEXED, 1, 1, INDEXED", // the clocks of two machines
        "ACCEPTED, 2, 2, INDEXED, 1, 1, ACCEPTED",
        "RETRACTED, 2, 2, EMBEDDED, 1, 9, RETRACTED", // embedded again, by a model that came later
        "RETRACTED, 2, 2, INDEXED, 3, 3, INDEXED",
        "FAILED, 1, 2, INDEXED, 1, 1, FAILED", // a later event was refused, and the revision stays
        "FAILED, 1, 1, INDEXED, 1, 2, INDEXED",
        "FAILED, 0, 1, INDEXED, 1, 0, INDEXED"
    })
    void newest_revision_counts_and_of_one_the_state_that_comes_later(
            StudyState all, long allRevision, long allAt, StudyState model, long revision, long at, StudyState latest) {
        StudyStatus ofAll = status(all, allRevision, allAt);
        StudyStatus ofModel = status(model, revision, at).by(MODEL);

        assertThat(StudyStatus.latest(Optional.of(ofAll), Optional.of(ofModel)))
                .hasValueSatisfying(status -> assertThat(status.state()).isEqualTo(latest));
    }

    @Test
    void what_is_known_alone_counts() {
        Optional<StudyStatus> accepted = Optional.of(status(StudyState.ACCEPTED, 1, 0));
        Optional<StudyStatus> indexed =
                Optional.of(status(StudyState.INDEXED, 1, 0).by(MODEL));

        assertThat(StudyStatus.latest(accepted, Optional.empty())).isEqualTo(accepted);
        assertThat(StudyStatus.latest(Optional.empty(), indexed)).isEqualTo(indexed);
        assertThat(StudyStatus.latest(Optional.empty(), Optional.empty())).isEmpty();
    }

    private static StudyStatus status(StudyState state, long revision, long at) {
        return new StudyStatus(
                new StudyUid("1.2"),
                CollectionName.CLINICAL,
                state,
                revision,
                "event",
                List.of(),
                state == StudyState.FAILED ? Optional.of(ErrorCode.EVENT_INVALID) : Optional.empty(),
                Optional.empty(),
                Instant.ofEpochSecond(at));
    }
}
