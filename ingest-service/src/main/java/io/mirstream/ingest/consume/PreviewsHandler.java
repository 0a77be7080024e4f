package io.mirstream.ingest.consume;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.ingest.index.Announcements;
import io.mirstream.ingest.index.PreviewIndexer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands previews to their indexer. */
public final class PreviewsHandler implements BatchHandler {
    private final PreviewIndexer indexer;
    private final Announcements announcements;

    public PreviewsHandler(PreviewIndexer indexer, Announcements announcements) {
        this.indexer = indexer;
        this.announcements = announcements;
    }

    @Override
    public void apply(List<ConsumerRecord<byte[], byte[]>> batch) {
        List<SeriesPreviews> previews = new ArrayList<>();
        Map<ConsumerRecord<byte[], byte[]>, CodedException> refused = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (record.value() == null) {
                continue; // a series that was retracted: who wrote this deleted its previews
            }
            try {
                previews.add(Topics.PREVIEWS.read(record.value()));
            } catch (CodedException e) {
                if (e.kind() != ErrorKind.INPUT) {
                    throw e;
                }
                refused.put(record, e);
            }
        }
        if (!previews.isEmpty()) {
            indexer.apply(previews);
        }
        // Last, because what comes before may fail, and the batch then comes again.
        refused.forEach((record, e) -> giveUp(record, e.code(), e.getMessage()));
    }

    @Override
    public void giveUp(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail) {
        announcements.deadLetter(new KafkaAnnouncements.Consumed(record), code, detail);
        announcements.flush();
    }
}
