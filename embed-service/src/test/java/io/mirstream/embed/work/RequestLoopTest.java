package io.mirstream.embed.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.embed.publish.ResultPublisher;
import io.mirstream.embed.publish.StudyResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestLoopTest {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.EMBED_REQUESTS.name(), 0);
    private static final int MAX_IN_FLIGHT = 3;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final Embedder embedder = new Embedder();
    private final Publisher publisher = new Publisher();
    private final RequestLoop loop =
            new RequestLoop(consumer, embedder, publisher, workers, MAX_IN_FLIGHT, Duration.ofMillis(10));

    @BeforeEach
    void assign() {
        consumer.assign(Set.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @AfterEach
    void stopWorkers() {
        embedder.release("1.1");
        embedder.release("1.2");
        workers.shutdownNow();
    }

    @Test
    void an_offset_is_committed_only_after_its_study_is_published() {
        embedder.hold("1.1");
        send(0, request("1.1", 1));

        loop.step();
        loop.step();
        assertThat(committed()).isZero();

        embedder.release("1.1");
        await().until(() -> {
            loop.step();
            return committed() == 1;
        });
        assertThat(publisher.published).containsExactly("1.1/1");
    }

    @Test
    void a_study_that_takes_long_does_not_hold_up_the_next_nor_is_it_overtaken_in_commits() {
        embedder.hold("1.1");
        send(0, request("1.1", 1));
        send(1, request("1.2", 1));

        await().until(() -> {
            loop.step();
            return publisher.published.contains("1.2/1");
        });

        loop.step();
        assertThat(committed()).isZero();
    }

    @Test
    void partitions_are_paused_while_enough_is_in_flight_and_polling_goes_on() {
        embedder.hold("1.1");
        for (int i = 0; i < MAX_IN_FLIGHT; i++) {
            send(i, request("1.1", i + 1));
        }

        loop.step();
        loop.step();
        assertThat(consumer.paused()).containsExactly(PARTITION);

        embedder.release("1.1");
        await().until(() -> {
            loop.step();
            return committed() == MAX_IN_FLIGHT;
        });
        loop.step();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void revisions_of_one_study_are_worked_on_in_order() {
        embedder.hold("1.1");
        send(0, request("1.1", 1));
        send(1, request("1.1", 2));
        loop.step();
        loop.step();

        embedder.release("1.1");
        await().until(() -> {
            loop.step();
            return committed() == 2;
        });

        assertThat(publisher.published).containsExactly("1.1/1", "1.1/2");
    }

    @Test
    void what_is_unreadable_becomes_a_dead_letter_and_the_next_study_goes_on() {
        consumer.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), 0, 0, new byte[] {1}, "{".getBytes(StandardCharsets.UTF_8)));
        send(1, request("1.2", 1));

        await().until(() -> {
            loop.step();
            return committed() == 2;
        });

        assertThat(publisher.deadLetters).containsExactly(ErrorCode.EVENT_MALFORMED);
        assertThat(publisher.published).containsExactly("1.2/1");
    }

    @Test
    void a_broker_that_does_not_answer_is_reported_and_the_study_is_tried_again() {
        publisher.failures.set(3);
        send(0, request("1.1", 1));

        loop.step();
        await().until(() ->
                loop.trouble().equals(Optional.of(ErrorCode.BROKER_UNAVAILABLE)) || publisher.failures.get() < 3);
        await().until(() -> {
            loop.step();
            return committed() == 1;
        });

        assertThat(loop.trouble()).isEmpty();
        assertThat(publisher.published).containsExactly("1.1/1");
    }

    @Test
    void a_broker_that_does_not_answer_a_poll_is_reported_and_polled_again() {
        send(0, request("1.1", 1));
        consumer.setPollException(new KafkaException("away"));

        loop.step();
        Optional<ErrorCode> reported = loop.trouble();
        await().until(() -> {
            loop.step();
            return committed() == 1;
        });

        assertThat(reported).contains(ErrorCode.BROKER_UNAVAILABLE);
        assertThat(loop.trouble()).isEmpty();
    }

    @Test
    void a_retraction_is_left_to_the_indexer() {
        send(
                0,
                new EmbedRequest(
                        StudyEventType.RETRACTED,
                        StudyEvent.of(new StudyUid("1.1")),
                        Revision.FIRST,
                        "id",
                        Instant.EPOCH));

        await().until(() -> {
            loop.step();
            return committed() == 1;
        });

        assertThat(publisher.published).isEmpty();
    }

    private void send(long offset, EmbedRequest request) {
        consumer.addRecord(new ConsumerRecord<>(
                PARTITION.topic(),
                0,
                offset,
                request.study().studyInstanceUid().value().getBytes(StandardCharsets.UTF_8),
                Topics.EMBED_REQUESTS.write(request)));
    }

    private static EmbedRequest request(String study, long revision) {
        return new EmbedRequest(
                StudyEventType.ARRIVED,
                StudyEvent.at(new StudyUid(study), URI.create("file:///studies/" + study)),
                new Revision(revision),
                "id",
                Instant.EPOCH);
    }

    private long committed() {
        OffsetAndMetadata offset = consumer.committed(Set.of(PARTITION)).get(PARTITION);
        return offset == null ? 0 : offset.offset();
    }

    /** Embeds at once, or when a study that is held is released. */
    private static final class Embedder implements StudyEmbedder {
        private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

        void hold(String study) {
            held.put(study, new CountDownLatch(1));
        }

        void release(String study) {
            Optional.ofNullable(held.get(study)).ifPresent(CountDownLatch::countDown);
        }

        @Override
        public StudyResult embed(EmbedRequest request) {
            try {
                CountDownLatch latch =
                        held.get(request.study().studyInstanceUid().value());
                if (latch != null && !latch.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("never released");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new StudyResult(
                    new StudyStatus(
                            request.study().studyInstanceUid(),
                            request.study().collection(),
                            StudyState.EMBEDDED,
                            request.revision().value(),
                            request.eventId(),
                            List.of(),
                            null,
                            null,
                            Instant.EPOCH),
                    List.of(),
                    Optional.empty());
        }
    }

    /** Remembers what it was given, and fails as often as it is told to. */
    private static final class Publisher implements ResultPublisher {
        final List<String> published = new CopyOnWriteArrayList<>();
        final List<ErrorCode> deadLetters = new CopyOnWriteArrayList<>();
        final AtomicInteger failures = new AtomicInteger();

        @Override
        public void publish(ConsumerRecord<byte[], byte[]> record, StudyResult result) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "down");
            }
            published.add(
                    result.status().studyInstanceUid() + "/" + result.status().revision());
        }

        @Override
        public void deadLetter(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail) {
            deadLetters.add(code);
        }
    }
}
