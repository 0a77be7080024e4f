package io.mirstream.ingest.intake;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.ingest.admission.StudyHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;

/** Drops events that were accepted before; gives the others the study's next revision and sends them on. */
final class AssignRevision extends ContextualProcessor<byte[], ValidEvent, byte[], Object> {
    private static final Logger LOG = Logger.getLogger(AssignRevision.class);

    private final IntakeCounts counts;
    private KeyValueStore<String, StudyHistory> histories;

    AssignRevision(IntakeCounts counts) {
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        histories = context.getStateStore(IntakeTopology.HISTORIES);
    }

    @Override
    public void process(Record<byte[], ValidEvent> record) {
        ValidEvent event = record.value();
        String study = event.study().studyInstanceUid().value();
        Optional<StudyHistory> history = Optional.ofNullable(histories.get(study));
        if (history.isPresent() && history.get().hasSeen(event.identity())) {
            counts.duplicate(event.type());
            return;
        }
        StudyHistory accepted;
        try {
            accepted = StudyHistory.accept(history, event.type(), event.study(), event.identity());
        } catch (CodedException e) {
            context().forward(record.withValue(Refusal.of(event, e)), IntakeTopology.REFUSE);
            return;
        }
        histories.put(study, accepted);
        sendOn(record, accepted);
        counts.accepted(event.type());
        LOG.infof(
                "study accepted studyHash=%08x revision=%d type=%s",
                event.study().studyInstanceUid().hashCode(), accepted.revision().value(), event.type());
    }

    private void sendOn(Record<byte[], ValidEvent> record, StudyHistory accepted) {
        ValidEvent event = record.value();
        StudyEvent study = event.study().inCollection(accepted.collection());
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        EmbedRequest request = new EmbedRequest(
                event.type(),
                study,
                accepted.revision(),
                event.identity().id(),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        StudyStatus status = new StudyStatus(
                study.studyInstanceUid(),
                study.collection(),
                StudyState.ACCEPTED,
                accepted.revision().value(),
                event.identity().id(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                now);
        context()
                .forward(
                        Outgoing.record(Envelope.embedRequest(request, IntakeTopology.SOURCE), record.headers(), now),
                        IntakeTopology.WRITE_REQUEST);
        context()
                .forward(
                        Outgoing.record(Envelope.status(status, IntakeTopology.SOURCE), record.headers(), now),
                        IntakeTopology.WRITE_STATUS);
    }
}
