package io.mirstream.ingest.status;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.ingest.consume.BatchHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Keeps statuses. One that cannot be read is left where it is: the topic is compacted, and a later one replaces it. */
public final class StatusHandler implements BatchHandler {
    private static final Logger LOG = Logger.getLogger(StatusHandler.class);

    private final Consumer<List<StudyStatus>> statuses;

    /** @param statuses takes them in order */
    public StatusHandler(Consumer<List<StudyStatus>> statuses) {
        this.statuses = statuses;
    }

    @Override
    public void apply(List<ConsumerRecord<byte[], byte[]>> batch) {
        List<StudyStatus> read = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (record.value() == null) {
                continue;
            }
            try {
                read.add(Topics.STATUS.read(record.value()));
            } catch (CodedException e) {
                giveUp(record, e.code(), e.getMessage());
            }
        }
        statuses.accept(read);
    }

    @Override
    public void giveUp(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail) {
        LOG.errorf(
                "status left out errorCode=%s topic=%s partition=%d offset=%d",
                code, record.topic(), record.partition(), record.offset());
    }
}
