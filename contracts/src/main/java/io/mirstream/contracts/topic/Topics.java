package io.mirstream.contracts.topic;

import io.mirstream.contracts.event.AuditEvent;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every topic of Mirstream. Nothing else spells a topic's name. */
public final class Topics {
    /**
     * Largest record, in bytes: a series with 1,000 slice vectors of 1,024 dimensions is 1,000 x 1,024 x 4 bytes x 4/3 for
     * base64 = 5.5 MB, and 2.5 MB for the rest. Producers, brokers and consumers are set to the same.
     */
    public static final int MAX_MESSAGE_BYTES = 8 << 20;

    /** A dead letter is the original record, which may be as large as one may be, and the headers that say why. */
    public static final int MAX_DEAD_LETTER_BYTES = MAX_MESSAGE_BYTES + (64 << 10);

    /** Study events from senders; key: StudyInstanceUID. The public contract. */
    public static final Topic<StudyEvent> STUDIES =
            new Topic<>("mirstream.studies", StudyEvent.class, kept(Duration.ofDays(7)));

    /**
     * Accepted studies with their revision; key: StudyInstanceUID. A new model embeds what is still here: how long that is,
     * is a deployment's choice.
     */
    public static final Topic<EmbedRequest> EMBED_REQUESTS =
            new Topic<>("mirstream.embed-requests", EmbedRequest.class, kept(Duration.ofDays(7)));

    /** Vectors of one series by one model; key: both. A null value says that the series is gone. */
    public static final Topic<SeriesEmbedding> EMBEDDINGS = new Topic<>(
            "mirstream.embeddings",
            SeriesEmbedding.class,
            Map.of(
                    "cleanup.policy",
                    "compact,delete",
                    "retention.ms",
                    millis(Duration.ofDays(30)),
                    "max.message.bytes",
                    Integer.toString(MAX_MESSAGE_BYTES)));

    /** Small images of one series; key: SeriesInstanceUID. A null value says that the series is gone. */
    public static final Topic<SeriesPreviews> PREVIEWS = new Topic<>(
            "mirstream.previews",
            SeriesPreviews.class,
            Map.of(
                    "cleanup.policy",
                    "compact,delete",
                    "retention.ms",
                    millis(Duration.ofDays(30)),
                    "max.message.bytes",
                    Integer.toString(MAX_MESSAGE_BYTES)));

    /** Last known state of each study; key: StudyInstanceUID, with the model where the state is one model's doing. */
    public static final Topic<StudyStatus> STATUS =
            new Topic<>("mirstream.status", StudyStatus.class, Map.of("cleanup.policy", "compact"));

    /** What could not be processed: the original key, bytes and headers, and {@link DeadLetter} headers. */
    public static final Topic<byte[]> DEAD_LETTERS = new Topic<>(
            "mirstream.dead-letters",
            byte[].class,
            Map.of(
                    "cleanup.policy",
                    "delete",
                    "retention.ms",
                    millis(Duration.ofDays(30)),
                    "max.message.bytes",
                    Integer.toString(MAX_DEAD_LETTER_BYTES)));

    /** Benchmark reports as JSON (schema {@code evaluation.v1}); key: replay id. One of all pools and methods has 1 to 2 MB. */
    public static final Topic<byte[]> EVALUATIONS = new Topic<>(
            "mirstream.evaluations",
            byte[].class,
            Map.of("cleanup.policy", "compact", "max.message.bytes", Integer.toString(MAX_MESSAGE_BYTES)));

    /** Who asked for what, and whether it was given; key: the caller's name. Laws may ask for more than a year. */
    public static final Topic<AuditEvent> AUDIT =
            new Topic<>("mirstream.audit", AuditEvent.class, kept(Duration.ofDays(365)));

    private Topics() {}

    /** In the order in which the data meets them. */
    public static List<Topic<?>> all() {
        return List.of(STUDIES, EMBED_REQUESTS, EMBEDDINGS, PREVIEWS, STATUS, DEAD_LETTERS, EVALUATIONS, AUDIT);
    }

    private static Map<String, String> kept(Duration retention) {
        return Map.of("cleanup.policy", "delete", "retention.ms", millis(retention));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
