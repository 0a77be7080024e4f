package io.mirstream.contracts.topic;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.AuditEvent;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The CloudEvents 1.0 attributes of a record: {@code ce_*} headers beside the value (Kafka binary mode).
 *
 * @param id unique for its source; the same id from the same source is the same event, sent again
 * @param source who says it
 * @param type what it says; ends in its version
 * @param subject {@code studies/{uid}}, {@code studies/{uid}/series/{uid}}, {@code audit/{id}} or {@code evaluations/{id}}
 * @param time when it was said
 */
public record Envelope(String id, URI source, String type, String subject, Instant time) {
    /** Of a benchmark's report. */
    public static final String EVALUATION_TYPE = "io.mirstream.evaluation.finished.v1";

    private static final String JSON = "application/json";

    /** @throws CodedException {@code EVENT_NOT_CLOUDEVENT} */
    public static Envelope read(Headers headers, byte[] value) {
        try {
            CloudEvent event =
                    KafkaMessageFactory.createReader(withValues(headers), value).toEvent();
            requireText(event.getId());
            requireText(event.getSource().toString());
            requireText(event.getType());
            return new Envelope(
                    event.getId(),
                    event.getSource(),
                    event.getType(),
                    event.getSubject() == null ? "" : event.getSubject(),
                    event.getTime() == null ? Instant.EPOCH : event.getTime().toInstant());
        } catch (CloudEventRWException | IllegalStateException | IllegalArgumentException e) {
            throw new CodedException(
                    ErrorCode.EVENT_NOT_CLOUDEVENT,
                    "needs CloudEvents 1.0 headers: ce_specversion, ce_id, ce_source, ce_type",
                    e);
        }
    }

    /** A header may have no value, and the CloudEvents reader does not expect that. */
    private static Headers withValues(Headers headers) {
        Headers kept = new RecordHeaders();
        for (Header header : headers) {
            if (header.value() != null) {
                kept.add(header);
            }
        }
        return kept;
    }

    private static void requireText(String attribute) {
        if (attribute.isEmpty()) {
            throw new IllegalArgumentException("a required attribute is empty");
        }
    }

    /** A sender's record for {@link Topics#STUDIES}. */
    public static ProducerRecord<byte[], byte[]> study(StudyEventType type, StudyEvent event, String id, URI source) {
        StudyUid study = event.studyInstanceUid();
        return new Envelope(id, source, type.cloudEventType(), subject(study), Instant.now())
                .record(Topics.STUDIES, study.value(), event);
    }

    /** A record for {@link Topics#EMBED_REQUESTS}. */
    public static ProducerRecord<byte[], byte[]> embedRequest(EmbedRequest request, URI source) {
        StudyUid study = request.study().studyInstanceUid();
        return new Envelope(
                        id(study, request.revision()),
                        source,
                        EmbedRequest.CLOUD_EVENT_TYPE,
                        subject(study),
                        request.acceptedAt())
                .record(Topics.EMBED_REQUESTS, study.value(), request);
    }

    /** A record for {@link Topics#EMBEDDINGS}. */
    public static ProducerRecord<byte[], byte[]> embedding(SeriesEmbedding embedding, URI source) {
        SeriesUid series = embedding.seriesInstanceUid();
        return new Envelope(
                        id(series, embedding.revision()) + "/"
                                + embedding.model().fingerprint(),
                        source,
                        SeriesEmbedding.CLOUD_EVENT_TYPE,
                        subject(embedding.studyInstanceUid()) + "/series/" + series,
                        Instant.now())
                .record(Topics.EMBEDDINGS, key(series, embedding.model().fingerprint()), embedding);
    }

    /** A record for {@link Topics#EMBEDDINGS} that says that a series is gone, as far as one model is concerned. */
    public static ProducerRecord<byte[], byte[]> forgotten(SeriesUid series, ModelFingerprint model) {
        return new ProducerRecord<>(
                Topics.EMBEDDINGS.name(), key(series, model).getBytes(StandardCharsets.UTF_8), null);
    }

    /** Two models' vectors of a series do not compact one another away. */
    private static String key(SeriesUid series, ModelFingerprint model) {
        return series + "/" + model;
    }

    /** A record for {@link Topics#PREVIEWS}. */
    public static ProducerRecord<byte[], byte[]> previews(SeriesPreviews previews, URI source) {
        SeriesUid series = previews.seriesInstanceUid();
        return new Envelope(
                        id(series, previews.revision()) + "/previews",
                        source,
                        SeriesPreviews.CLOUD_EVENT_TYPE,
                        subject(previews.studyInstanceUid()) + "/series/" + series,
                        Instant.now())
                .record(Topics.PREVIEWS, series.value(), previews);
    }

    /** A record for {@link Topics#PREVIEWS} that says that a series is gone. */
    public static ProducerRecord<byte[], byte[]> previewsForgotten(SeriesUid series) {
        return new ProducerRecord<>(Topics.PREVIEWS.name(), series.value().getBytes(StandardCharsets.UTF_8), null);
    }

    /** A record for {@link Topics#STATUS}. */
    public static ProducerRecord<byte[], byte[]> status(StudyStatus status, URI source) {
        StudyUid study = status.studyInstanceUid();
        return new Envelope(
                        status.key() + "/" + status.revision() + "/" + status.state() + "/" + status.eventId(),
                        source,
                        StudyStatus.CLOUD_EVENT_TYPE,
                        subject(study),
                        status.updatedAt())
                .record(Topics.STATUS, status.key(), status);
    }

    /** A record for {@link Topics#AUDIT}. */
    public static ProducerRecord<byte[], byte[]> audit(AuditEvent event, URI source) {
        return new Envelope(event.id(), source, AuditEvent.CLOUD_EVENT_TYPE, "audit/" + event.id(), event.recorded())
                .record(Topics.AUDIT, event.who(), event);
    }

    /**
     * A record for {@link Topics#EVALUATIONS}; a newer report of the same replay replaces an older one.
     *
     * @param report JSON
     */
    public static ProducerRecord<byte[], byte[]> evaluation(String replay, byte[] report, URI source) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.EVALUATIONS.name(), replay.getBytes(StandardCharsets.UTF_8), report);
        new Envelope(replay, source, EVALUATION_TYPE, "evaluations/" + replay, Instant.now()).writeTo(record.headers());
        return record;
    }

    /** Writes the attributes as headers, for records that are not made here. */
    public void writeTo(Headers headers) {
        KafkaMessageFactory.createWriter(Topics.STUDIES.name())
                .writeBinary(toCloudEvent(new byte[0]))
                .headers()
                .forEach(headers::add);
    }

    private <V> ProducerRecord<byte[], byte[]> record(Topic<V> topic, String key, V value) {
        byte[] json = topic.write(value);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.name(), key.getBytes(StandardCharsets.UTF_8), json);
        writeTo(record.headers());
        return record;
    }

    private CloudEvent toCloudEvent(byte[] data) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(source)
                .withType(type)
                .withSubject(subject)
                .withTime(time.atOffset(ZoneOffset.UTC))
                .withData(JSON, data)
                .build();
    }

    private static String id(Object uid, Object revision) {
        return uid + "/" + revision;
    }

    private static String subject(StudyUid study) {
        return "studies/" + study;
    }
}
