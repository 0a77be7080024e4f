package io.mirstream.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.ingest.consume.BatchHandler;
import io.mirstream.ingest.consume.BatchLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ConsumingPartTest {
    private static final Duration BACKOFF = Duration.ofMillis(5);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicReference<RuntimeException> obstacle = new AtomicReference<>();

    @Test
    void part_is_ready_once_what_it_depends_on_is_there() {
        obstacle.set(new CodedException(ErrorCode.EMBED_UNAVAILABLE, "no model yet"));
        try (ConsumingPart part = new ConsumingPart("indexer", this::loop, BACKOFF)) {
            await().until(() -> part.trouble().equals(Optional.of(ErrorCode.EMBED_UNAVAILABLE)));
            assertThat(part.isReady()).isFalse();

            obstacle.set(null);

            await().until(part::isReady);
            assertThat(part.trouble()).isEmpty();
            assertThat(part.name()).isEqualTo("indexer");
        }
    }

    @Test
    void part_says_what_it_waits_for_as_that_changes() {
        obstacle.set(new CodedException(ErrorCode.EMBED_UNAVAILABLE, "no model yet"));
        try (ConsumingPart part = new ConsumingPart("indexer", this::loop, BACKOFF)) {
            await().until(() -> part.trouble().equals(Optional.of(ErrorCode.EMBED_UNAVAILABLE)));

            obstacle.set(new CodedException(ErrorCode.MODEL_MISMATCH, "another model"));

            await().until(() -> part.trouble().equals(Optional.of(ErrorCode.MODEL_MISMATCH)));
        }
    }

    @Test
    void broker_whose_name_is_not_known_yet_is_waited_for() {
        obstacle.set(new KafkaException("no resolvable bootstrap servers"));
        try (ConsumingPart part = new ConsumingPart("indexer", this::loop, BACKOFF)) {
            await().until(() -> part.trouble().equals(Optional.of(ErrorCode.BROKER_UNAVAILABLE)));

            obstacle.set(null);

            await().until(part::isReady);
        }
    }

    @Test
    void part_that_is_closed_closes_its_consumer() {
        ConsumingPart part = new ConsumingPart("indexer", this::loop, BACKOFF);
        await().until(part::isReady);

        part.close();

        assertThat(consumer.closed()).isTrue();
        assertThat(part.isReady()).isFalse();
    }

    @Test
    void part_that_still_waits_is_closed_at_once() {
        obstacle.set(new CodedException(ErrorCode.INDEX_UNAVAILABLE, "down"));
        ConsumingPart part = new ConsumingPart("indexer", this::loop, Duration.ofHours(1));

        part.close();

        assertThat(part.isReady()).isFalse();
    }

    private BatchLoop loop() {
        RuntimeException there = obstacle.get();
        if (there != null) {
            throw there;
        }
        return new BatchLoop(consumer, List.of("topic"), new Nothing(), BACKOFF);
    }

    private static final class Nothing implements BatchHandler {
        @Override
        public void apply(List<ConsumerRecord<byte[], byte[]>> batch) {
            throw new AssertionError("there are no records");
        }

        @Override
        public void giveUp(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail) {
            throw new AssertionError("there are no records");
        }
    }
}
