package io.mirstream.ingest.consume;

import static io.mirstream.ingest.index.Embeddings.A;
import static io.mirstream.ingest.index.Embeddings.MODEL;
import static io.mirstream.ingest.index.Embeddings.STUDY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Png;
import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.topic.DeadLetter;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.ingest.index.Embeddings;
import io.mirstream.ingest.index.MemoryIndex;
import io.mirstream.ingest.index.MemoryModels;
import io.mirstream.ingest.index.MemoryPreviews;
import io.mirstream.ingest.index.PreviewIndexer;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class PreviewsHandlerTest {
    private final MockProducer<byte[], byte[]> broker =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final MemoryPreviews store = new MemoryPreviews();
    private final PreviewsHandler handler = new PreviewsHandler(
            new PreviewIndexer(store, new MemoryModels().with(new MemoryIndex(), MODEL)),
            new KafkaAnnouncements(broker, Clock.systemUTC()));

    @Test
    void good_records_are_kept_and_a_bad_one_among_them_becomes_a_dead_letter() {
        handler.apply(List.of(
                record(0, Topics.PREVIEWS.write(previews())),
                record(1, null),
                record(2, "{\"slices\":[]}".getBytes(UTF_8))));

        assertThat(store.found()).containsExactly("clinical/1.2.1/coronal@1", "clinical/1.2.1/slice-0@1");
        assertThat(broker.history()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS.name());
            assertThat(DeadLetter.read(letter.headers()))
                    .hasValueSatisfying(why -> assertThat(why.offset()).isEqualTo(2))
                    .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo(ErrorCode.EVENT_INVALID));
        });
    }

    @Test
    void mark_of_a_series_that_is_gone_leaves_others_as_they_are() {
        handler.apply(List.of(record(0, null)));

        assertThat(broker.history()).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>(Topics.PREVIEWS.name(), 0, offset, A.value().getBytes(UTF_8), value);
    }

    private static SeriesPreviews previews() {
        PreviewImage image = new PreviewImage(2, 1, 1, Png.ofBase64("iVBORw0KGgoAAAANSUhEUgAAAAIAAAAB"));
        return new SeriesPreviews(
                STUDY,
                A,
                CollectionName.CLINICAL,
                Revision.FIRST,
                "event-1",
                Embeddings.revision(1).with(A, 1).of(A).summary(),
                List.of(new SeriesPreviews.SlicePreview(0, 0, image)),
                image);
    }
}
