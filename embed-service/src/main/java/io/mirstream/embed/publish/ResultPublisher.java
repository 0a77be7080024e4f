package io.mirstream.embed.publish;

import io.mirstream.contracts.error.ErrorCode;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where results go. */
public interface ResultPublisher {
    /**
     * Writes status, vectors, previews and dead letter of a study, and waits until all are acknowledged.
     *
     * @param record the request that led to it
     * @throws io.mirstream.contracts.error.CodedException {@code BROKER_UNAVAILABLE}
     */
    void publish(ConsumerRecord<byte[], byte[]> record, StudyResult result);

    /** Writes a dead letter alone, for a record that says nothing readable. */
    void deadLetter(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail);
}
