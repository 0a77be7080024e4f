package io.mirstream.embed.work;

import io.micrometer.core.instrument.MeterRegistry;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.embed.publish.ResultPublisher;
import io.mirstream.embed.publish.StudyResult;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts the processor time of writing results as records; sending them has a thread of its own. */
final class MeteredResultPublisher implements ResultPublisher {
    private final ResultPublisher publisher;
    private final ProcessorTime publishing;

    MeteredResultPublisher(ResultPublisher publisher, MeterRegistry meters) {
        this.publisher = publisher;
        publishing = new ProcessorTime(meters, "publish");
    }

    @Override
    public void publish(ConsumerRecord<byte[], byte[]> record, StudyResult result) {
        publishing.of(() -> {
            publisher.publish(record, result);
            return result;
        });
    }

    @Override
    public void deadLetter(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail) {
        publisher.deadLetter(record, code, detail);
    }
}
