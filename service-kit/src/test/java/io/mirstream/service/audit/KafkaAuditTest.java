package io.mirstream.service.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.AuditEvent;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.contracts.topic.Topics;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaAuditTest {
    private static final AuditEvent EVENT = AuditEvent.of(
            "audit-1",
            Instant.EPOCH,
            "alice",
            "query-service",
            AuditEvent.Operation.SEARCH,
            Map.of("k", "10"),
            Optional.of(ErrorCode.FORBIDDEN));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaAudit audit = new KafkaAudit(() -> producer, "query-service");

    @Test
    void record_is_a_cloud_event_by_its_caller_and_kept_once_it_is_acknowledged() {
        var kept = audit.send(EVENT).toCompletableFuture();
        assertThat(kept).isNotDone();
        producer.completeNext();

        ProducerRecord<byte[], byte[]> record = producer.history().getFirst();
        Envelope envelope = Envelope.read(record.headers(), record.value());
        assertThat(kept).isCompleted();
        assertThat(record.topic()).isEqualTo("mirstream.audit");
        assertThat(record.key()).asString().isEqualTo("alice");
        assertThat(Topics.AUDIT.read(record.value())).isEqualTo(EVENT);
        assertThat(envelope.id()).isEqualTo("audit-1");
        assertThat(envelope.source()).isEqualTo(URI.create("urn:mirstream:query-service"));
        assertThat(envelope.type()).isEqualTo(AuditEvent.CLOUD_EVENT_TYPE);
    }

    @Test
    void record_that_the_broker_refuses_is_failed() {
        var kept = audit.send(EVENT).toCompletableFuture();

        producer.errorNext(new RecordTooLargeException("too large"));

        assertThat(kept).isCompletedExceptionally();
    }

    @Test
    void broker_that_cannot_be_found_takes_nothing_yet() {
        KafkaAudit early = new KafkaAudit(
                () -> {
                    throw new TimeoutException("no address");
                },
                "query-service");

        assertThatThrownBy(() -> early.send(EVENT)).isInstanceOf(TimeoutException.class);
        early.close();
    }
}
