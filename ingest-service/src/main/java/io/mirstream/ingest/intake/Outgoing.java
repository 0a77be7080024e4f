package io.mirstream.ingest.intake;

import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/** Records of the contracts as the topology forwards them. */
final class Outgoing {
    /** W3C trace context. */
    private static final Set<String> TRACE_HEADERS = Set.of("traceparent", "tracestate");

    /** More than the 512 characters that W3C asks every party to pass on; what is longer is not passed on. */
    private static final int MAX_TRACE_BYTES = 1_024;

    private Outgoing() {}

    /**
     * With the trace of the record that led to it, and written now: by the age of the sender's record the broker might
     * delete it before it is read.
     */
    static Record<byte[], byte[]> record(ProducerRecord<byte[], byte[]> record, Headers cause, Instant now) {
        for (Header header : cause) {
            if (TRACE_HEADERS.contains(header.key())
                    && header.value() != null
                    && header.value().length <= MAX_TRACE_BYTES
                    && record.headers().lastHeader(header.key()) == null) {
                record.headers().add(header);
            }
        }
        return new Record<>(record.key(), record.value(), now.toEpochMilli(), record.headers());
    }
}
