package io.mirstream.ingest.consume;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.topic.DeadLetter;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.ingest.index.Announcements;
import io.mirstream.ingest.index.Origin;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Announces on the topics. Used by one thread. */
public final class KafkaAnnouncements implements Announcements {
    private static final String SERVICE = "ingest-service";
    private static final URI SOURCE = URI.create("urn:mirstream:" + SERVICE);

    /** The record itself. */
    record Consumed(ConsumerRecord<byte[], byte[]> record) implements Origin {}

    private final Producer<byte[], byte[]> producer;
    private final Clock clock;
    private final List<Future<RecordMetadata>> unconfirmed = new ArrayList<>();

    public KafkaAnnouncements(Producer<byte[], byte[]> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    @Override
    public void status(StudyStatus status) {
        send(Envelope.status(status, SOURCE));
    }

    @Override
    public void forget(SeriesUid series, ModelFingerprint model) {
        send(Envelope.forgotten(series, model));
        send(Envelope.previewsForgotten(series));
    }

    @Override
    public void deadLetter(Origin origin, ErrorCode code, String detail) {
        if (!(origin instanceof Consumed(ConsumerRecord<byte[], byte[]> record))) {
            throw new IllegalArgumentException("a dead letter is made of a record");
        }
        DeadLetter letter = new DeadLetter(
                code, detail, SERVICE, record.topic(), record.partition(), record.offset(), clock.instant());
        send(letter.record(record.key(), record.value(), record.headers()));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            unconfirmed.add(producer.send(record));
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void flush() {
        try {
            for (Future<RecordMetadata> future : unconfirmed) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } finally {
            unconfirmed.clear();
        }
    }

    private static CodedException unavailable(Exception cause) {
        return new CodedException(ErrorCode.BROKER_UNAVAILABLE, "the broker did not acknowledge a record", cause);
    }
}
