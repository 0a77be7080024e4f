package io.mirstream.ingest.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchLoopTest {
    private static final TopicPartition PARTITION = new TopicPartition("topic", 0);
    private static final Duration BACKOFF = Duration.ofMillis(20);

    private final Consumer consumer = new Consumer();
    private final Handler handler = new Handler();
    private final BatchLoop loop = new BatchLoop(consumer, List.of(PARTITION.topic()), handler, BACKOFF);

    @BeforeEach
    void assign() {
        consumer.assign(Set.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void batch_is_committed_after_it_is_applied() {
        send("a", "b");
        handler.whileApplying = () -> assertThat(committed()).isZero();

        loop.step();

        assertThat(handler.applied).containsExactly("a,b");
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void nothing_fetched_is_nothing_to_do() {
        loop.step();

        assertThat(handler.attempts).isEmpty();
        assertThat(committed()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"INDEX_BUSY", "INDEX_UNAVAILABLE", "BROKER_UNAVAILABLE", "MODEL_MISMATCH", "INDEX_MAPPING_MISMATCH"
            })
    void batch_is_tried_again_and_nothing_else_is_fetched_while_something_else_is_at_fault(ErrorCode code) {
        send("a", "b");
        handler.failures.addAll(List.of(new CodedException(code, "down"), new CodedException(code, "down")));
        consumer.whileHolding = () -> {
            assertThat(consumer.paused()).containsExactly(PARTITION);
            assertThat(loop.trouble()).contains(code);
            assertThat(committed()).isZero();
        };

        loop.step();

        assertThat(handler.attempts).containsExactly("a,b", "a,b", "a,b");
        assertThat(consumer.polls).as("polls to stay in the group").isGreaterThanOrEqualTo(3);
        assertThat(committed()).isEqualTo(2);
        assertThat(loop.trouble()).isEmpty();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void records_that_came_while_a_batch_was_held_come_after_it() {
        send("a");
        handler.failures.add(new CodedException(ErrorCode.INDEX_UNAVAILABLE, "down"));
        consumer.whileHolding = () -> {
            if (consumer.polls == 2) {
                consumer.addRecord(record(1, "b"));
            }
        };

        loop.step();
        loop.step();

        assertThat(handler.applied).containsExactly("a", "b");
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void defect_costs_the_record_that_shows_it_and_not_its_neighbours() {
        send("a", "defect", "c");

        loop.step();

        assertThat(handler.applied).containsExactly("a", "c");
        assertThat(handler.givenUp).containsExactly("defect INTERNAL");
        assertThat(committed()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"EVENT_INVALID", "INTERNAL"})
    void failure_that_no_waiting_cures_is_a_defect_whatever_code_it_has(ErrorCode code) {
        send("a");
        handler.failures.add(new CodedException(code, "what never passes"));

        loop.step();

        assertThat(handler.givenUp).containsExactly("a INTERNAL");
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void record_is_not_given_up_before_the_broker_took_its_dead_letter() {
        send("defect");
        handler.failures.add(new IllegalStateException("defect"));
        handler.givingUp.add(new CodedException(ErrorCode.BROKER_UNAVAILABLE, "down"));
        consumer.whileHolding = () -> assertThat(committed()).isZero();

        loop.step();

        assertThat(handler.givenUp).containsExactly("defect INTERNAL");
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void trouble_with_one_record_of_a_batch_with_a_defect_is_waited_for_too() {
        send("a", "defect");
        handler.failures.add(new IllegalStateException("defect"));
        handler.failures.add(new CodedException(ErrorCode.INDEX_BUSY, "busy"));

        loop.step();

        assertThat(handler.applied).containsExactly("a");
        assertThat(handler.givenUp).containsExactly("defect INTERNAL");
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void broker_that_cannot_be_polled_is_told_and_waited_for() {
        Duration backoff = Duration.ofMillis(500); // longer than anything else here takes
        BatchLoop patient = new BatchLoop(consumer, List.of(PARTITION.topic()), handler, backoff);
        consumer.unreachable = true;
        long start = System.nanoTime();

        patient.step();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(backoff);
        assertThat(patient.trouble()).contains(ErrorCode.BROKER_UNAVAILABLE);
        consumer.unreachable = false;
        send("a");
        patient.step();
        assertThat(handler.applied).containsExactly("a");
        assertThat(patient.trouble()).isEmpty();
    }

    @Test
    void trouble_is_over_when_the_broker_answers_even_if_it_has_nothing_new() {
        consumer.unreachable = true;
        loop.step();
        consumer.unreachable = false;

        loop.step();

        assertThat(loop.trouble()).isEmpty();
    }

    @Test
    void commit_that_a_rebalance_prevents_is_left_to_the_next() {
        consumer.commitFailure = new RebalanceInProgressException();
        send("a");

        loop.step();

        assertThat(loop.trouble()).isEmpty();
        assertThat(committed()).isZero();
        consumer.addRecord(record(1, "b"));
        loop.step();
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void commit_that_fails_is_trouble_with_the_broker() {
        consumer.commitFailure = new KafkaException("down");
        send("a");

        loop.step();

        assertThat(loop.trouble()).contains(ErrorCode.BROKER_UNAVAILABLE);
    }

    @Test
    void partition_that_comes_while_a_batch_is_held_brings_no_records() throws InterruptedException {
        TopicPartition other = new TopicPartition("topic", 1);
        Consumer subscribed = new Consumer();
        subscribed.updateBeginningOffsets(Map.of(PARTITION, 0L, other, 0L));
        subscribed.schedulePollTask(() -> {
            subscribed.rebalance(List.of(PARTITION));
            subscribed.addRecord(record(0, "a"));
        });
        handler.failures.add(new CodedException(ErrorCode.INDEX_UNAVAILABLE, "down"));
        subscribed.whileHolding = () -> {
            if (!subscribed.assignment().contains(other)) {
                subscribed.rebalance(List.of(PARTITION, other));
                subscribed.addRecord(new ConsumerRecord<>("topic", 1, 0, text("b"), text("b")));
            }
        };
        BatchLoop running = new BatchLoop(subscribed, List.of("topic"), handler, BACKOFF);

        Thread thread = Thread.ofPlatform().start(running);

        await().until(() -> handler.applied.contains("b"));
        running.stop();
        thread.join();
        assertThat(handler.applied).containsExactly("a", "b");
    }

    @Test
    void loop_that_is_stopped_ends_and_closes_its_consumer() throws InterruptedException {
        Consumer subscribed = new Consumer();
        BatchLoop running = new BatchLoop(subscribed, List.of("topic"), handler, BACKOFF);
        Thread thread = Thread.ofPlatform().start(running);
        await().until(() -> running.isAlive() && subscribed.polls > 0);

        running.stop();

        thread.join(Duration.ofSeconds(10));
        assertThat(thread.isAlive()).isFalse();
        assertThat(running.isAlive()).isFalse();
        assertThat(subscribed.closed()).isTrue();
    }

    @Test
    void loop_that_is_stopped_while_it_holds_a_batch_ends_without_committing_it() throws InterruptedException {
        Consumer subscribed = new Consumer();
        subscribed.updateBeginningOffsets(Map.of(PARTITION, 0L));
        subscribed.schedulePollTask(() -> {
            subscribed.rebalance(List.of(PARTITION));
            subscribed.addRecord(record(0, "a"));
        });
        handler.whileApplying = () -> {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "down");
        };
        BatchLoop running = new BatchLoop(subscribed, List.of("topic"), handler, BACKOFF);
        Thread thread = Thread.ofPlatform().start(running);
        await().until(() -> handler.attempts.size() > 1);

        running.stop();

        thread.join(Duration.ofSeconds(10));
        assertThat(thread.isAlive()).isFalse();
        assertThat(subscribed.commits).isZero();
    }

    private void send(String... values) {
        for (int offset = 0; offset < values.length; offset++) {
            consumer.addRecord(record(offset, values[offset]));
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String value) {
        return new ConsumerRecord<>("topic", 0, offset, text(value), text(value));
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private long committed() {
        return Stream.ofNullable(consumer.committed(Set.of(PARTITION)).get(PARTITION))
                .mapToLong(OffsetAndMetadata::offset)
                .findFirst()
                .orElse(0);
    }

    /** Kafka's, and what a test wants to see and to go wrong. */
    private static final class Consumer extends MockConsumer<byte[], byte[]> {
        volatile int polls;
        volatile int commits;
        volatile boolean unreachable;
        volatile KafkaException commitFailure;
        volatile Runnable whileHolding = () -> {};

        Consumer() {
            super("earliest");
        }

        @Override
        public synchronized org.apache.kafka.clients.consumer.ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            polls++;
            if (unreachable) {
                throw new KafkaException("down");
            }
            if (!paused().isEmpty()) {
                whileHolding.run();
            }
            return super.poll(timeout);
        }

        @Override
        public synchronized void commitSync() {
            KafkaException failure = commitFailure;
            if (failure != null) {
                commitFailure = null;
                throw failure;
            }
            commits++;
            super.commitSync();
        }
    }

    /** Fails as it is told to, and at every value {@code defect}. */
    private static final class Handler implements BatchHandler {
        final List<String> attempts = new CopyOnWriteArrayList<>();
        final List<String> applied = new CopyOnWriteArrayList<>();
        final List<String> givenUp = new CopyOnWriteArrayList<>();
        final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
        final Queue<RuntimeException> givingUp = new ConcurrentLinkedQueue<>();
        volatile Runnable whileApplying = () -> {};

        @Override
        public void apply(List<ConsumerRecord<byte[], byte[]>> batch) {
            String values = String.join(
                    ",",
                    batch.stream()
                            .map(record -> new String(record.value(), UTF_8))
                            .toList());
            attempts.add(values);
            whileApplying.run();
            Optional.ofNullable(failures.poll()).ifPresent(failure -> {
                throw failure;
            });
            if (values.contains("defect")) {
                throw new IllegalStateException("a defect");
            }
            applied.add(values);
        }

        @Override
        public void giveUp(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail) {
            Optional.ofNullable(givingUp.poll()).ifPresent(failure -> {
                throw failure;
            });
            givenUp.add(new String(record.value(), UTF_8) + " " + code);
        }
    }
}
