package io.mirstream.standalone.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.StudyUid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenStatusesTest {
    private static final ModelFingerprint LIVE = new ModelFingerprint("0123456789abcdef");
    private static final ModelFingerprint CANDIDATE = new ModelFingerprint("fedcba9876543210");

    private final SeenStatuses seen = new SeenStatuses();

    @Test
    void what_a_model_that_is_not_live_makes_of_a_study_does_not_count_until_it_is() {
        seen.take(status(StudyState.ACCEPTED));
        seen.take(status(StudyState.EMBEDDED).by(LIVE));
        seen.take(status(StudyState.INDEXED).by(CANDIDATE));

        assertThat(seen.by(Optional.of(LIVE)).get("event").state()).isEqualTo(StudyState.EMBEDDED);
        assertThat(seen.by(Optional.of(CANDIDATE)).get("event").state()).isEqualTo(StudyState.INDEXED);
        assertThat(seen.by(Optional.empty()).get("event").state()).isEqualTo(StudyState.ACCEPTED);
    }

    private static StudyStatus status(StudyState state) {
        return new StudyStatus(
                new StudyUid("1.2"),
                CollectionName.CLINICAL,
                state,
                1,
                "event",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
