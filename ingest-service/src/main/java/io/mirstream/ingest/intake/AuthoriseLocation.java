package io.mirstream.ingest.intake;

import io.mirstream.ingest.admission.StudyEventRules;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Lets only those locations through that may be read. */
final class AuthoriseLocation extends ContextualProcessor<byte[], ValidEvent, byte[], Verdict> {
    private final StudyEventRules rules;

    AuthoriseLocation(StudyEventRules rules) {
        this.rules = rules;
    }

    @Override
    public void process(Record<byte[], ValidEvent> record) {
        Verdict verdict = judge(record.value());
        context()
                .forward(
                        record.withValue(verdict),
                        switch (verdict) {
                            case ValidEvent valid -> IntakeTopology.ASSIGN;
                            case Refusal refusal -> IntakeTopology.REFUSE;
                        });
    }

    private Verdict judge(ValidEvent event) {
        try {
            return event.with(rules.authorise(event.type(), event.study()));
        } catch (RuntimeException e) {
            return Refusal.of(event, e);
        }
    }
}
