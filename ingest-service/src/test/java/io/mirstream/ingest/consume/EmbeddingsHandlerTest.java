package io.mirstream.ingest.consume;

import static io.mirstream.ingest.index.Embeddings.A;
import static io.mirstream.ingest.index.Embeddings.MODEL;
import static io.mirstream.ingest.index.Embeddings.STUDY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.topic.DeadLetter;
import io.mirstream.contracts.topic.Topic;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.ingest.index.Embeddings;
import io.mirstream.ingest.index.IndexedSoFar;
import io.mirstream.ingest.index.MemoryIndex;
import io.mirstream.ingest.index.MemoryModels;
import io.mirstream.ingest.index.MemoryPreviews;
import io.mirstream.ingest.index.ModelIndexers;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddingsHandlerTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final MemoryIndex index = new MemoryIndex();
    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final MemoryModels models = new MemoryModels().with(index, MODEL).live(MODEL);
    private final EmbeddingsHandler handler = handler();

    @Test
    void vectors_of_a_series_are_indexed_and_its_study_s_status_told() {
        handler.apply(List.of(embedding(0)));

        assertThat(index.searchable()).hasSize(3);
        ProducerRecord<byte[], byte[]> told = broker.history().getLast();
        assertThat(told.topic()).isEqualTo(Topics.STATUS.name());
        assertThat(told.key()).asString(UTF_8).isEqualTo(STUDY + "/" + MODEL.fingerprint());
        StudyStatus status = Topics.STATUS.read(told.value());
        assertThat(status.state()).isEqualTo(StudyState.INDEXED);
        assertThat(status.updatedAt()).isEqualTo(NOW);
    }

    @Test
    void retraction_deletes_the_vectors_and_leaves_a_null_in_their_place_on_the_topic() {
        handler.apply(List.of(embedding(0)));

        handler.apply(List.of(request(0, StudyEventType.RETRACTED)));

        assertThat(index.searchable()).isEmpty();
        assertThat(forgottenOn(Topics.EMBEDDINGS)).isEqualTo(A + "/" + MODEL.fingerprint());
        assertThat(forgottenOn(Topics.PREVIEWS)).isEqualTo(A.value());
        assertThat(Topics.STATUS.read(broker.history().getLast().value()).state())
                .isEqualTo(StudyState.RETRACTED);
    }

    private String forgottenOn(Topic<?> topic) {
        ProducerRecord<byte[], byte[]> forgotten = broker.history().stream()
                .filter(record -> record.topic().equals(topic.name()))
                .findFirst()
                .orElseThrow();
        assertThat(forgotten.value()).isNull();
        return new String(forgotten.key(), UTF_8);
    }

    @ParameterizedTest
    @EnumSource(
            value = StudyEventType.class,
            names = {"ARRIVED", "AMENDED"})
    void request_that_retracts_nothing_is_the_embed_service_s(StudyEventType type) {
        handler.apply(List.of(request(0, type)));

        assertThat(index.lines()).isEmpty();
        assertThat(broker.history()).isEmpty();
    }

    @Test
    void null_that_stands_for_a_forgotten_series_is_passed_over() {
        handler.apply(List.of(
                new ConsumerRecord<>(Topics.EMBEDDINGS.name(), 0, 0, "any".getBytes(UTF_8), null), embedding(1)));

        assertThat(index.searchable()).hasSize(3);
        assertThat(broker.history()).hasSize(1);
    }

    @Test
    void record_that_cannot_be_read_is_a_dead_letter_byte_for_byte_and_the_others_go_on() {
        byte[] bytes = {'{', 0, (byte) 0xff};
        ConsumerRecord<byte[], byte[]> unreadable =
                new ConsumerRecord<>(Topics.EMBEDDINGS.name(), 3, 7, new byte[] {1, 2}, bytes);
        unreadable.headers().add("x-own", new byte[] {9});

        handler.apply(List.of(unreadable, embedding(8)));

        ProducerRecord<byte[], byte[]> letter = deadLetters().getFirst();
        assertThat(deadLetters()).hasSize(1);
        assertThat(letter.key()).isEqualTo(new byte[] {1, 2});
        assertThat(letter.value()).isEqualTo(bytes);
        assertThat(letter.headers().lastHeader("x-own").value()).isEqualTo(new byte[] {9});
        DeadLetter why = DeadLetter.read(letter.headers()).orElseThrow();
        assertThat(why)
                .isEqualTo(new DeadLetter(
                        ErrorCode.EVENT_MALFORMED,
                        why.detail(),
                        "ingest-service",
                        Topics.EMBEDDINGS.name(),
                        3,
                        7,
                        NOW));
        assertThat(index.searchable()).hasSize(3);
    }

    @Test
    void record_that_cannot_be_read_is_one_dead_letter_however_often_its_batch_is_tried() {
        ConsumerRecord<byte[], byte[]> unreadable =
                new ConsumerRecord<>(Topics.EMBEDDINGS.name(), 0, 7, null, "{".getBytes(UTF_8));
        List<ConsumerRecord<byte[], byte[]>> batch = List.of(unreadable, embedding(8));
        index.meets(step -> {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "down");
        });
        assertThatThrownBy(() -> handler.apply(batch)).isInstanceOf(CodedException.class);
        assertThatThrownBy(() -> handler.apply(batch)).isInstanceOf(CodedException.class);
        index.meets(step -> {});

        handler.apply(batch);

        assertThat(deadLetters()).hasSize(1);
    }

    @Test
    void vectors_of_another_model_are_indexed_beside_and_told_apart() {
        handler.apply(List.of(embedding(0, Embeddings.OTHER_MODEL)));

        assertThat(index.documents()).isEmpty();
        assertThat(models.index(Embeddings.OTHER_MODEL).searchable()).hasSize(3);
        ProducerRecord<byte[], byte[]> told = broker.history().getLast();
        assertThat(told.key()).asString(UTF_8).isEqualTo(STUDY + "/" + Embeddings.OTHER_MODEL.fingerprint());
    }

    @Test
    void series_that_the_index_refuses_is_a_dead_letter_with_its_record() {
        index.refuses(id -> true);
        ConsumerRecord<byte[], byte[]> record = embedding(5);

        handler.apply(List.of(record));

        ProducerRecord<byte[], byte[]> letter = deadLetters().getFirst();
        assertThat(letter.value()).isEqualTo(record.value());
        assertThat(DeadLetter.read(letter.headers()).orElseThrow().offset()).isEqualTo(5);
        assertThat(Topics.STATUS.read(broker.history().getLast().value()).state())
                .isEqualTo(StudyState.FAILED);
    }

    @Test
    void record_that_is_given_up_is_on_the_broker_when_that_is_done() {
        handler.giveUp(embedding(4), ErrorCode.INTERNAL, "a defect");

        assertThat(DeadLetter.read(deadLetters().getFirst().headers())
                        .orElseThrow()
                        .code())
                .isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void broker_that_takes_nothing_is_unavailable() {
        broker.sendException = new KafkaException("down");

        assertThatThrownBy(() -> handler.apply(List.of(embedding(0))))
                .isInstanceOfSatisfying(
                        CodedException.class, down -> assertThat(down.code()).isEqualTo(ErrorCode.BROKER_UNAVAILABLE));
    }

    @Test
    void broker_that_does_not_acknowledge_is_unavailable() {
        MockProducer<byte[], byte[]> slow =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        KafkaAnnouncements announcements = new KafkaAnnouncements(slow, Clock.systemUTC());
        announcements.forget(A, MODEL.fingerprint());
        slow.errorNext(new KafkaException("down"));

        assertThatThrownBy(announcements::flush)
                .isInstanceOfSatisfying(
                        CodedException.class, down -> assertThat(down.code()).isEqualTo(ErrorCode.BROKER_UNAVAILABLE));
        announcements.flush();
    }

    private EmbeddingsHandler handler() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        KafkaAnnouncements announcements = new KafkaAnnouncements(broker, clock);
        return new EmbeddingsHandler(
                new ModelIndexers(models, new MemoryPreviews(), announcements, new IndexedSoFar(), clock),
                announcements);
    }

    private static ConsumerRecord<byte[], byte[]> embedding(long offset) {
        return embedding(offset, MODEL);
    }

    private static ConsumerRecord<byte[], byte[]> embedding(long offset, ModelRef model) {
        return new ConsumerRecord<>(
                Topics.EMBEDDINGS.name(),
                0,
                offset,
                (A + "/" + model.fingerprint()).getBytes(UTF_8),
                Topics.EMBEDDINGS.write(
                        Embeddings.revision(1).with(A, 2).by(model).of(A)));
    }

    private static ConsumerRecord<byte[], byte[]> request(long offset, StudyEventType type) {
        EmbedRequest request = new EmbedRequest(
                type,
                StudyEvent.at(STUDY, URI.create("file:///data/study")),
                new Revision(2),
                "event-2",
                Instant.EPOCH);
        return new ConsumerRecord<>(
                Topics.EMBED_REQUESTS.name(),
                0,
                offset,
                STUDY.value().getBytes(UTF_8),
                Topics.EMBED_REQUESTS.write(request));
    }

    private List<ProducerRecord<byte[], byte[]>> deadLetters() {
        return broker.history().stream()
                .filter(record -> record.topic().equals(Topics.DEAD_LETTERS.name()))
                .toList();
    }
}
