package io.mirstream.contracts.topic;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Why and where a record could not be processed: headers beside the record's original key, bytes and headers.
 *
 * @param code why
 * @param detail why, in words; no patient data
 * @param service who gave up on it
 * @param topic where the record came from; sending its key, value and remaining headers there again is a redrive
 * @param partition of the origin
 * @param offset of the origin
 * @param time when
 * @param model by which it could not be processed; others may have been able to
 */
public record DeadLetter(
        ErrorCode code,
        String detail,
        String service,
        String topic,
        int partition,
        long offset,
        Instant time,
        Optional<ModelFingerprint> model) {
    public static final String PREFIX = "mirstream_dlq_";
    private static final String CODE = PREFIX + "code";
    private static final String DETAIL = PREFIX + "detail";
    private static final String SERVICE = PREFIX + "service";
    private static final String TOPIC = PREFIX + "topic";
    private static final String PARTITION = PREFIX + "partition";
    private static final String OFFSET = PREFIX + "offset";
    private static final String TIME = PREFIX + "time";
    private static final String MODEL = PREFIX + "model";

    /** By no model in particular. */
    public DeadLetter(
            ErrorCode code, String detail, String service, String topic, int partition, long offset, Instant time) {
        this(code, detail, service, topic, partition, offset, time, Optional.empty());
    }

    /** The record for {@link Topics#DEAD_LETTERS}: the original, and this. */
    public ProducerRecord<byte[], byte[]> record(byte[] key, byte[] value, Headers headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.DEAD_LETTERS.name(), key, value);
        headers.forEach(record.headers()::add);
        writeTo(record.headers());
        return record;
    }

    /** Adds this to the headers, in place of what an earlier failure left there. */
    public void writeTo(Headers headers) {
        set(headers, CODE, code.name());
        set(headers, DETAIL, detail);
        set(headers, SERVICE, service);
        set(headers, TOPIC, topic);
        set(headers, PARTITION, Integer.toString(partition));
        set(headers, OFFSET, Long.toString(offset));
        set(headers, TIME, time.toString());
        headers.remove(MODEL);
        model.ifPresent(fingerprint -> set(headers, MODEL, fingerprint.value()));
    }

    /** Empty when the headers are not those of a dead letter. */
    public static Optional<DeadLetter> read(Headers headers) {
        try {
            return Optional.of(new DeadLetter(
                    ErrorCode.valueOf(get(headers, CODE)),
                    get(headers, DETAIL),
                    get(headers, SERVICE),
                    get(headers, TOPIC),
                    Integer.parseInt(get(headers, PARTITION)),
                    Long.parseLong(get(headers, OFFSET)),
                    Instant.parse(get(headers, TIME)),
                    Optional.of(get(headers, MODEL))
                            .filter(fingerprint -> !fingerprint.isEmpty())
                            .map(ModelFingerprint::new)));
        } catch (IllegalArgumentException | java.time.format.DateTimeParseException | CodedException e) {
            return Optional.empty();
        }
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String get(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
