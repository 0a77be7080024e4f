package io.mirstream.ingest.intake;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.ingest.admission.EventIdentity;
import io.mirstream.ingest.admission.StudyEventRules;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Reads the envelope and the data, and holds the key against them. */
final class ValidateEvent extends ContextualProcessor<byte[], byte[], byte[], Verdict> {
    private final StudyEventRules rules;

    ValidateEvent(StudyEventRules rules) {
        this.rules = rules;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Verdict verdict = judge(record);
        context()
                .forward(
                        record.withValue(verdict),
                        switch (verdict) {
                            case ValidEvent valid -> IntakeTopology.AUTHORISE;
                            case Refusal refusal -> IntakeTopology.REFUSE;
                        });
    }

    private Verdict judge(Record<byte[], byte[]> record) {
        Optional<StudyEvent> study = Optional.empty();
        Optional<String> eventId = Optional.empty();
        try {
            Envelope envelope = Envelope.read(record.headers(), record.value());
            EventIdentity identity = new EventIdentity(envelope.source(), envelope.id());
            eventId = Optional.of(identity.id());
            StudyEventType type = StudyEventType.of(envelope.type());
            StudyEvent event = rules.read(type, record.value());
            study = Optional.of(event);
            requireKey(record.key(), event);
            return new ValidEvent(identity, type, event, record.value());
        } catch (RuntimeException e) {
            return Refusal.of(study, eventId, record.value(), e);
        }
    }

    private static void requireKey(byte[] key, StudyEvent event) {
        if (key == null
                || !new String(key, StandardCharsets.UTF_8)
                        .equals(event.studyInstanceUid().value())) {
            throw new CodedException(ErrorCode.EVENT_KEY_MISMATCH, "the record key must be the studyInstanceUid");
        }
    }
}
