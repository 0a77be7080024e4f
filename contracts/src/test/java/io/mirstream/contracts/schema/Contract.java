package io.mirstream.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.AuditEvent;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Png;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Topic;
import io.mirstream.contracts.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A topic whose data has a schema, with one value in which every field is given. */
enum Contract {
    STUDY_EVENT("study-event", Topics.STUDIES, Full.STUDY),
    EMBED_REQUEST("embed-request", Topics.EMBED_REQUESTS, Full.REQUEST),
    SERIES_EMBEDDING("series-embedding", Topics.EMBEDDINGS, Full.EMBEDDING),
    SERIES_PREVIEWS("series-previews", Topics.PREVIEWS, Full.PREVIEWS),
    STUDY_STATUS("study-status", Topics.STATUS, Full.STATUS),
    AUDIT_EVENT("audit-event", Topics.AUDIT, Full.AUDIT);

    private final String name;
    final Topic<?> topic;
    final Object full;

    Contract(String name, Topic<?> topic, Object full) {
        this.name = name;
        this.topic = topic;
        this.full = full;
    }

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaMappers(mappers -> mappers.mappings(Arrays.stream(values())
                    .collect(Collectors.toMap(Contract::id, contract -> "classpath:" + contract.resource())))));

    Set<ValidationMessage> violations(JsonNode data) {
        return schema().validate(data);
    }

    JsonSchema schema() {
        return FACTORY.getSchema(
                SchemaLocation.of(id()),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    /** What the schema file says, unresolved. */
    JsonNode text() {
        try (var in = Contract.class.getResourceAsStream("/" + resource())) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("the schema is on the class path", e);
        }
    }

    ObjectNode fullJson() {
        return Json.mapper().valueToTree(full);
    }

    private String id() {
        return "urn:mirstream:schema:" + name + ".v1";
    }

    private String resource() {
        return "io/mirstream/contracts/schema/" + name + ".v1.schema.json";
    }

    /** Values in which no optional field is absent. */
    private static final class Full {
        static final StudyUid STUDY_UID = new StudyUid("1.2.840.113619.2.55.3");
        static final SeriesUid SERIES_UID = new SeriesUid("1.2.840.113619.2.55.3.1");

        static final StudyEvent STUDY = new StudyEvent(
                STUDY_UID,
                Optional.of(URI.create("file:///data/study")),
                List.of(SERIES_UID),
                Optional.of(2),
                new CollectionName("trial-7"),
                Optional.of("No lesion."),
                Map.of("split", "train", "note", ""),
                Optional.of(new PatientKey("p:17")));

        static final EmbedRequest REQUEST = new EmbedRequest(
                StudyEventType.AMENDED, STUDY, new Revision(3), "event-1", Instant.parse("2026-01-02T03:04:05.678Z"));

        static final List<SeriesStatus> SERIES = List.of(
                SeriesStatus.embedded(SERIES_UID, 40, 2),
                SeriesStatus.embedded(new SeriesUid("1.2.3.4"), 1, 1).indexed(),
                SeriesStatus.skipped(new SeriesUid("1.2.3.5"), ErrorCode.NOT_CT, "a localizer"),
                SeriesStatus.failed(new SeriesUid("1.2.3.6"), ErrorCode.TRUNCATED, "0001.dcm ends early"));

        static final ModelFingerprint MODEL = new ModelFingerprint("0123456789abcdef");

        static final SeriesSummary SUMMARY = new SeriesSummary(
                "CT",
                Optional.of("CHEST"),
                Optional.of(LocalDate.of(2026, 1, 2)),
                40,
                512,
                512,
                List.of(0.7, 0.7, 2.5),
                "axial",
                List.of("gantry tilt of 1.0 degrees"));

        static final SeriesEmbedding EMBEDDING = new SeriesEmbedding(
                STUDY_UID,
                SERIES_UID,
                CollectionName.CLINICAL,
                Revision.FIRST,
                "event-1",
                new ModelRef(
                        "model",
                        "1",
                        MODEL,
                        3,
                        2,
                        true,
                        Optional.of("0123456789abcdef".repeat(4)),
                        Optional.of("fedcba9876543210")),
                SUMMARY,
                Arrays.stream(Pooling.values())
                        .collect(Collectors.toMap(Function.identity(), pooling -> Vector.of(1, -2, pooling.ordinal()))),
                List.of(
                        new SeriesEmbedding.SliceVector(0, -12.5, Vector.of(0, 0, 1)),
                        new SeriesEmbedding.SliceVector(1, 12.5, Vector.of(0, 1, 0))),
                Optional.of("No lesion."),
                Optional.of(Vector.of(0.5f, Float.MIN_VALUE)),
                Map.of("split", "train"),
                Optional.of(new PatientKey("p:17")),
                SERIES);

        /** The head of a PNG file: what is in it is its maker's. */
        static final Png PNG = Png.ofBase64("iVBORw0KGgoAAAANSUhEUgAAAAIAAAAB");

        static final SeriesPreviews PREVIEWS = new SeriesPreviews(
                STUDY_UID,
                SERIES_UID,
                CollectionName.CLINICAL,
                Revision.FIRST,
                "event-1",
                SUMMARY,
                List.of(
                        new SeriesPreviews.SlicePreview(0, -12.5, new PreviewImage(128, 96, 2.8, PNG)),
                        new SeriesPreviews.SlicePreview(39, 12.5, new PreviewImage(128, 96, 2.8, PNG))),
                new PreviewImage(256, 200, 1.4, PNG));

        static final StudyStatus STATUS = new StudyStatus(
                STUDY_UID,
                CollectionName.CLINICAL,
                StudyState.FAILED,
                2,
                "event-1",
                SERIES,
                Optional.of(ErrorCode.NO_CT_SERIES),
                Optional.of("no series is CT"),
                Instant.parse("2026-01-02T03:04:05Z"),
                Optional.of(MODEL));

        static final AuditEvent AUDIT = AuditEvent.of(
                "audit-1",
                Instant.parse("2026-01-02T03:04:05Z"),
                "pacs",
                "query-service",
                AuditEvent.Operation.SEARCH,
                Map.of("method", "volume-avg"),
                Optional.of(ErrorCode.FORBIDDEN));
    }
}
