package io.mirstream.query.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirstream.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EvaluationsTopicTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.EVALUATIONS.name(), 0);
    private static final Instant FINISHED = Instant.parse("2026-01-02T03:10:00Z");

    private final Evaluations evaluations = new Evaluations(5, 1 << 20);

    @Test
    void all_that_was_ever_published_is_read_and_what_was_taken_back_is_gone() {
        MockConsumer<byte[], byte[]> broker = broker();
        records(broker, Reports.json("first", FINISHED), Reports.json("second", FINISHED.plusSeconds(1)), null);

        try (EvaluationsTopic topic = topic(broker)) {
            await().untilAsserted(() ->
                    assertThat(evaluations.summaries()).extracting(Summary::id).containsExactly("second"));
        }
    }

    @Test
    void record_that_cannot_be_read_hides_no_other() {
        MockConsumer<byte[], byte[]> broker = broker();
        records(broker, "no JSON".getBytes(StandardCharsets.UTF_8), Reports.json("good", FINISHED));

        try (EvaluationsTopic topic = topic(broker)) {
            await().untilAsserted(() ->
                    assertThat(evaluations.summaries()).extracting(Summary::id).containsExactly("good"));
        }
    }

    @Test
    void broker_and_topic_that_are_not_there_yet_are_looked_for_again() {
        MockConsumer<byte[], byte[]> withoutTopic = new MockConsumer<>("earliest");
        withoutTopic.updatePartitions(PARTITION.topic(), List.of());
        MockConsumer<byte[], byte[]> broker = broker();
        records(broker, Reports.json("late", FINISHED));
        Queue<Consumer<byte[], byte[]>> consumers = new ArrayDeque<>(List.of(withoutTopic, broker));
        boolean[] failed = {false};

        try (EvaluationsTopic topic = new EvaluationsTopic(
                () -> {
                    if (!failed[0]) {
                        failed[0] = true;
                        throw new KafkaException("no broker");
                    }
                    return consumers.remove();
                },
                evaluations,
                Duration.ofMillis(1))) {
            await().untilAsserted(() ->
                    assertThat(evaluations.summaries()).extracting(Summary::id).containsExactly("late"));
        }
    }

    private EvaluationsTopic topic(MockConsumer<byte[], byte[]> broker) {
        return new EvaluationsTopic(() -> broker, evaluations, Duration.ofMillis(1));
    }

    private static MockConsumer<byte[], byte[]> broker() {
        MockConsumer<byte[], byte[]> broker = new MockConsumer<>("earliest");
        broker.updatePartitions(
                PARTITION.topic(),
                List.of(new PartitionInfo(PARTITION.topic(), PARTITION.partition(), null, null, null)));
        broker.updateBeginningOffsets(Map.of(PARTITION, 0L));
        return broker;
    }

    /** Keyed by {@code first}, as soon as they are asked for. */
    private static void records(MockConsumer<byte[], byte[]> broker, byte[]... values) {
        broker.schedulePollTask(() -> Arrays.stream(values)
                .forEach(value -> broker.addRecord(new ConsumerRecord<>(
                        PARTITION.topic(),
                        PARTITION.partition(),
                        Arrays.asList(values).indexOf(value),
                        "first".getBytes(StandardCharsets.UTF_8),
                        value))));
    }
}
