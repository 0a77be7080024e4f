package io.mirstream.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {
    private static final DeadLetter LETTER = new DeadLetter(
            ErrorCode.TRUNCATED,
            "0001.dcm ends early — after 12 bytes",
            "embed-service",
            "mirstream.embed-requests",
            3,
            Long.MAX_VALUE,
            Instant.parse("2026-01-02T03:04:05.678Z"));

    @Test
    void record_keeps_the_original_and_says_why() {
        byte[] key = {1};
        byte[] value = {2};
        Headers original = new RecordHeaders().add("ce_id", bytes("event-1"));

        ProducerRecord<byte[], byte[]> record = LETTER.record(key, value, original);

        assertThat(record.topic()).isEqualTo("mirstream.dead-letters");
        assertThat(record.key()).isEqualTo(key);
        assertThat(record.value()).isEqualTo(value);
        assertThat(record.headers().lastHeader("ce_id").value()).isEqualTo(bytes("event-1"));
        assertThat(DeadLetter.read(record.headers())).contains(LETTER);
        assertThat(original).as("the original headers are untouched").hasSize(1);
    }

    @Test
    void record_without_key_or_value_can_be_a_dead_letter() {
        ProducerRecord<byte[], byte[]> record = LETTER.record(null, null, new RecordHeaders());

        assertThat(record.key()).isNull();
        assertThat(record.value()).isNull();
        assertThat(DeadLetter.read(record.headers())).contains(LETTER);
    }

    @Test
    void failure_by_one_model_says_by_which() {
        DeadLetter byModel = new DeadLetter(
                LETTER.code(),
                LETTER.detail(),
                LETTER.service(),
                LETTER.topic(),
                LETTER.partition(),
                LETTER.offset(),
                LETTER.time(),
                Optional.of(new ModelFingerprint("0123456789abcdef")));
        Headers headers = new RecordHeaders();

        byModel.writeTo(headers);

        assertThat(DeadLetter.read(headers)).contains(byModel);
        LETTER.writeTo(headers);
        assertThat(DeadLetter.read(headers)).contains(LETTER);
    }

    @Test
    void second_failure_takes_the_place_of_the_first() {
        Headers headers = new RecordHeaders();
        LETTER.writeTo(headers);
        int before = headers.toArray().length;
        DeadLetter second =
                new DeadLetter(ErrorCode.INTERNAL, "", "ingest-service", "mirstream.studies", 0, 0, Instant.EPOCH);

        second.writeTo(headers);

        assertThat(DeadLetter.read(headers)).contains(second);
        assertThat(headers).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({"code, NO_SUCH_CODE", "code, ''", "partition, x", "offset, ''", "time, yesterday", "model, none"})
    void headers_that_are_not_those_of_a_dead_letter_are_not_read(String name, String value) {
        Headers headers = new RecordHeaders();
        LETTER.writeTo(headers);
        headers.remove(DeadLetter.PREFIX + name).add(DeadLetter.PREFIX + name, bytes(value));

        assertThat(DeadLetter.read(headers)).isEmpty();
    }

    @Test
    void record_of_another_topic_is_no_dead_letter() {
        assertThat(DeadLetter.read(new RecordHeaders().add("ce_id", bytes("event-1"))))
                .isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
