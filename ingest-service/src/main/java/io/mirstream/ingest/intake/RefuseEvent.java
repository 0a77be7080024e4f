package io.mirstream.ingest.intake;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.topic.DeadLetter;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.ingest.admission.StudyHistory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;

/** Puts a refused event aside as it was received, and says in the study's status why. */
final class RefuseEvent extends ContextualProcessor<byte[], Refusal, byte[], byte[]> {
    private static final Logger LOG = Logger.getLogger(RefuseEvent.class);

    private final IntakeCounts counts;
    private KeyValueStore<String, StudyHistory> histories;

    RefuseEvent(IntakeCounts counts) {
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        histories = context.getStateStore(IntakeTopology.HISTORIES);
    }

    @Override
    public void process(Record<byte[], Refusal> record) {
        Refusal refusal = record.value();
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        RecordMetadata origin = context()
                .recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record that was read has an origin"));
        context().forward(deadLetter(record, origin, now), IntakeTopology.WRITE_DEAD_LETTER);
        study(record)
                .map(study -> status(study, refusal, origin, now))
                .ifPresent(status -> context()
                        .forward(
                                Outgoing.record(Envelope.status(status, IntakeTopology.SOURCE), record.headers(), now),
                                IntakeTopology.WRITE_STATUS));
        counts.refused(refusal.code());
        LOG.warnf(
                "study event refused errorCode=%s topic=%s partition=%d offset=%d",
                refusal.code(), origin.topic(), origin.partition(), origin.offset());
    }

    private static Record<byte[], byte[]> deadLetter(
            Record<byte[], Refusal> record, RecordMetadata origin, Instant now) {
        Refusal refusal = record.value();
        DeadLetter letter = new DeadLetter(
                refusal.code(),
                refusal.detail(),
                IntakeTopology.SERVICE,
                origin.topic(),
                origin.partition(),
                origin.offset(),
                now);
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        letter.writeTo(headers);
        return new Record<>(record.key(), refusal.data(), now.toEpochMilli(), headers);
    }

    /** The key decides before the data does: by the key the record lies where the study's history is kept. */
    private static Optional<StudyUid> study(Record<byte[], Refusal> record) {
        Optional<StudyUid> ofData = record.value().study().map(StudyEvent::studyInstanceUid);
        if (record.key() == null) {
            return ofData;
        }
        try {
            return Optional.of(new StudyUid(new String(record.key(), StandardCharsets.UTF_8)));
        } catch (CodedException e) {
            return ofData;
        }
    }

    private StudyStatus status(StudyUid study, Refusal refusal, RecordMetadata origin, Instant now) {
        Optional<StudyHistory> history = Optional.ofNullable(histories.get(study.value()));
        return new StudyStatus(
                study,
                history.map(StudyHistory::collection)
                        .or(() -> refusal.study().map(StudyEvent::collection))
                        .orElse(CollectionName.CLINICAL),
                StudyState.FAILED,
                history.map(last -> last.revision().value()).orElse(0L),
                refusal.eventId().orElseGet(() -> origin.topic() + "/" + origin.partition() + "/" + origin.offset()),
                List.of(),
                Optional.of(refusal.code()),
                Optional.of(refusal.detail()),
                now);
    }
}
