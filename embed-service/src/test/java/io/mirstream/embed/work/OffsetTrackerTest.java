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
        assertThat(tracker.takeCommittable()).isEmpty();

        tracker.done(PARTITION, 7);
        assertThat(tracker.takeCommittable()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(9)));

        tracker.done(PARTITION, 11);
        assertThat(tracker.takeCommittable()).isEqualTo(Map.of(PARTITION, new OffsetAndMetadata(12)));
        assertThat(tracker.takeCommittable()).isEmpty();
    }

    @Test
    void a_partition_that_was_taken_away_is_not_committed() {
        tracker.started(PARTITION, 1);

        tracker.forget(PARTITION);
        tracker.done(PARTITION, 1);

        assertThat(tracker.takeCommittable()).isEmpty();
    }
}
