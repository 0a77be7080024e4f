package io.mirstream.embed.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
    private static final TopicPartition PARTITION = new TopicPartition("requests", 0);

    private final OffsetTracker tracker = new OffsetTracker();

    @Test
    void an_offset_waits_for_those_before_it() {
        tracker.started(PARTITION, 7);
        tracker.started(PARTITION, 8);
        tracker.started(PARTITION, 11);

        tracker.done(PARTITION, 8);
        assertThat(committed()).isEmpty();

        tracker.done(PARTITION, 7);
        assertThat(committed()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(11)));

        tracker.done(PARTITION, 11);
        assertThat(committed()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(12)));
        assertThat(committed()).isEmpty();
    }

    @Test
    void the_marks_of_a_transaction_behind_the_last_record_are_passed_once_it_is_done() {
        tracker.started(PARTITION, 7);
        tracker.polledTo(PARTITION, 9);
        assertThat(committed()).isEmpty();

        tracker.done(PARTITION, 7);

        assertThat(committed()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(9)));
    }

    @Test
    void what_could_not_be_committed_is_committed_later() {
        tracker.started(PARTITION, 7);
        tracker.done(PARTITION, 7);

        tracker.committable();

        assertThat(tracker.committable()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(8)));
    }

    @Test
    void a_partition_that_was_taken_away_is_not_committed() {
        tracker.started(PARTITION, 1);

        tracker.forget(PARTITION);
        tracker.done(PARTITION, 1);

        assertThat(committed()).isEmpty();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        Map<TopicPartition, OffsetAndMetadata> committable = tracker.committable();
        tracker.committed(committable);
        return committable;
    }
}
