package io.mirstream.ingest.consume;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.ingest.index.Announcements;
import io.mirstream.ingest.index.LedgerKey;
import io.mirstream.ingest.index.ModelIndexers;
import io.mirstream.ingest.index.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands embeddings, and the retractions among the embed requests, to the indexers. */
public final class EmbeddingsHandler implements BatchHandler {
    private final ModelIndexers indexers;
    private final Announcements announcements;

    public EmbeddingsHandler(ModelIndexers indexers, Announcements announcements) {
        this.indexers = indexers;
        this.announcements = announcements;
    }

    @Override
    public void apply(List<ConsumerRecord<byte[], byte[]>> batch) {
        List<Work> works = new ArrayList<>();
        Map<ConsumerRecord<byte[], byte[]>, CodedException> refused = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            try {
                work(record).ifPresent(works::add);
            } catch (CodedException e) {
                if (e.kind() != ErrorKind.INPUT) {
                    throw e;
                }
                refused.put(record, e);
            }
        }
        if (!works.isEmpty()) {
            indexers.apply(works);
        }
        // Last, because what comes before may fail, and the batch then comes again.
        refused.forEach((record, e) -> giveUp(record, e.code(), e.getMessage()));
    }

    private Optional<Work> work(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty(); // a series that was retracted
        }
        if (record.topic().equals(Topics.EMBED_REQUESTS.name())) {
            return retraction(Topics.EMBED_REQUESTS.read(record.value()));
        }
        SeriesEmbedding embedding = Topics.EMBEDDINGS.read(record.value());
        return Optional.of(new Work.Embedded(embedding, new KafkaAnnouncements.Consumed(record)));
    }

    private static Optional<Work> retraction(EmbedRequest request) {
        if (request.type() != StudyEventType.RETRACTED) {
            return Optional.empty(); // the embed-service's
        }
        LedgerKey key =
                new LedgerKey(request.study().collection(), request.study().studyInstanceUid());
        return Optional.of(new Work.Retracted(key, request.revision(), request.eventId()));
    }

    @Override
    public void giveUp(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail) {
        announcements.deadLetter(new KafkaAnnouncements.Consumed(record), code, detail);
        announcements.flush();
    }
}
