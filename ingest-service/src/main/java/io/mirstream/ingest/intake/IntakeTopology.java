package io.mirstream.ingest.intake;

import io.mirstream.contracts.topic.Topics;
import io.mirstream.ingest.admission.StudyEventRules;
import java.net.URI;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** From {@link Topics#STUDIES} to {@link Topics#EMBED_REQUESTS}, {@link Topics#STATUS} and {@link Topics#DEAD_LETTERS}. */
public final class IntakeTopology {
    static final String SERVICE = "ingest-service";
    static final URI SOURCE = URI.create("urn:mirstream:" + SERVICE);

    /** State store: what is remembered of each study. Its name is part of the changelog topic's. */
    static final String HISTORIES = "studies";

    static final String READ = "read-studies";
    static final String VALIDATE = "validate-event";
    static final String AUTHORISE = "authorise-location";
    static final String ASSIGN = "assign-revision";
    static final String REFUSE = "refuse-event";
    static final String WRITE_REQUEST = "write-embed-request";
    static final String WRITE_STATUS = "write-status";
    static final String WRITE_DEAD_LETTER = "write-dead-letter";

    private IntakeTopology() {}

    /**
     * @param rules that events must keep
     * @param counts is told what became of each
     */
    public static Topology build(StudyEventRules rules, IntakeCounts counts) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new Topology()
                // Bytes, because what cannot be read must reach the dead letters unchanged.
                .addSource(READ, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.STUDIES.name())
                // Is it an event, and does it say what an event must say?
                .addProcessor(VALIDATE, () -> new ValidateEvent(rules), READ)
                // May we read where it points?
                .addProcessor(AUTHORISE, () -> new AuthoriseLocation(rules), VALIDATE)
                // Is it new, and what does it follow?
                .addProcessor(ASSIGN, () -> new AssignRevision(counts), AUTHORISE)
                // If not: keep it, and say why.
                .addProcessor(REFUSE, () -> new RefuseEvent(counts), VALIDATE, AUTHORISE, ASSIGN)
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(HISTORIES), Serdes.String(), StudyHistorySerde.serde()),
                        ASSIGN,
                        REFUSE)
                .addSink(WRITE_REQUEST, Topics.EMBED_REQUESTS.name(), bytes, bytes, ASSIGN)
                .addSink(WRITE_STATUS, Topics.STATUS.name(), bytes, bytes, ASSIGN, REFUSE)
                .addSink(WRITE_DEAD_LETTER, Topics.DEAD_LETTERS.name(), bytes, bytes, REFUSE);
    }
}
