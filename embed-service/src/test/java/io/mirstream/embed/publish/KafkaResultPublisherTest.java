package io.mirstream.embed.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Png;
import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.topic.DeadLetter;
import io.mirstream.contracts.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaResultPublisherTest {
    private static final ModelFingerprint MODEL = new ModelFingerprint("0123456789abcdef");

    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaResultPublisher publisher = new KafkaResultPublisher(broker, MODEL, Clock.systemUTC());

    @Test
    void failure_is_a_dead_letter_and_then_a_state_that_both_name_the_model() {
        StudyStatus failed = new StudyStatus(
                new StudyUid("1.2"),
                CollectionName.CLINICAL,
                StudyState.FAILED,
                1,
                "event-1",
                List.of(),
                Optional.of(ErrorCode.NO_BODY),
                Optional.empty(),
                Instant.EPOCH);

        publisher.publish(
                new ConsumerRecord<>(Topics.EMBED_REQUESTS.name(), 0, 7, "1.2".getBytes(UTF_8), new byte[] {1}),
                new StudyResult(failed, List.of(), Optional.of(new StudyResult.Failure(ErrorCode.NO_BODY, "empty"))));

        assertThat(broker.history())
                .extracting(ProducerRecord::topic)
                .containsExactly(Topics.DEAD_LETTERS.name(), Topics.STATUS.name());
        assertThat(DeadLetter.read(broker.history().getFirst().headers()).flatMap(DeadLetter::model))
                .contains(MODEL);
        assertThat(broker.history().getLast().key()).asString(UTF_8).isEqualTo("1.2/0123456789abcdef");
        assertThat(Topics.STATUS.read(broker.history().getLast().value()).model())
                .contains(MODEL);
    }

    @Test
    void previews_are_published_after_the_state_by_their_series() {
        StudyStatus embedded = new StudyStatus(
                new StudyUid("1.2"),
                CollectionName.CLINICAL,
                StudyState.EMBEDDED,
                1,
                "event-1",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);

        publisher.publish(
                new ConsumerRecord<>(Topics.EMBED_REQUESTS.name(), 0, 7, "1.2".getBytes(UTF_8), new byte[] {1}),
                new StudyResult(embedded, List.of(), List.of(previews()), Optional.empty()));

        assertThat(broker.history())
                .extracting(ProducerRecord::topic)
                .containsExactly(Topics.STATUS.name(), Topics.PREVIEWS.name());
        assertThat(broker.history().getLast().key()).asString(UTF_8).isEqualTo("1.2.1");
        assertThat(Topics.PREVIEWS.read(broker.history().getLast().value())).isEqualTo(previews());
    }

    private static SeriesPreviews previews() {
        PreviewImage image = new PreviewImage(2, 1, 1, Png.ofBase64("iVBORw0KGgoAAAANSUhEUgAAAAIAAAAB"));
        return new SeriesPreviews(
                new StudyUid("1.2"),
                new SeriesUid("1.2.1"),
                CollectionName.CLINICAL,
                Revision.FIRST,
                "event-1",
                new SeriesSummary(
                        "CT", Optional.empty(), Optional.empty(), 1, 2, 2, List.of(1.0, 1.0, 1.0), "axial", List.of()),
                List.of(new SeriesPreviews.SlicePreview(0, 0, image)),
                image);
    }
}
