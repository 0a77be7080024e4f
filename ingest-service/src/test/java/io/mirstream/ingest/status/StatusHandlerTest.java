package io.mirstream.ingest.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class StatusHandlerTest {
    private final List<StudyStatus> kept = new ArrayList<>();
    private final StatusHandler handler = new StatusHandler(kept::addAll);

    @Test
    void statuses_are_kept_in_order() {
        StudyStatus accepted = status(StudyState.ACCEPTED);
        StudyStatus indexed = status(StudyState.INDEXED);

        handler.apply(List.of(record(Topics.STATUS.write(accepted)), record(Topics.STATUS.write(indexed))));

        assertThat(kept).containsExactly(accepted, indexed);
    }

    @Test
    void status_that_cannot_be_read_or_has_no_value_is_left_out_and_the_next_is_kept() {
        StudyStatus status = status(StudyState.ACCEPTED);

        handler.apply(List.of(record(null), record("{".getBytes(UTF_8)), record(Topics.STATUS.write(status))));

        assertThat(kept).containsExactly(status);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>(Topics.STATUS.name(), 0, 0, "1.2".getBytes(UTF_8), value);
    }

    private static StudyStatus status(StudyState state) {
        return new StudyStatus(
                new StudyUid("1.2"),
                CollectionName.CLINICAL,
                state,
                1,
                "id",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
