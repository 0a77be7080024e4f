package io.mirstream.embed.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding.SliceVector;
import io.mirstream.contracts.event.SeriesSummary;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.embed.encode.EncodedSeries;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.embed.encode.TextEncoder;
import io.mirstream.embed.onnx.Execution;
import io.mirstream.embed.onnx.Model;
import io.mirstream.embed.work.EmbedConfig;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.StudyReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The model over HTTP. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
public class EmbedResource {
    private final Model model;
    private final StudyReader reader;
    private final SeriesEncoder encoder;
    private final EmbedConfig.Query limits;
    private final Semaphore room;

    EmbedResource(Model model, StudyReader reader, SeriesEncoder encoder, EmbedConfig config) {
        this.model = model;
        this.reader = reader;
        this.encoder = encoder;
        this.limits = config.query();
        this.room = new Semaphore(limits.concurrency());
    }

    /** @param textExecution absent where the model has no text tower */
    public record ServedModel(@JsonUnwrapped ModelRef model, Execution execution, Execution textExecution) {}

    /** Texts to embed. */
    public record TextQuery(List<String> texts) {}

    /** One vector a text, of length 1. */
    public record TextVectors(ModelRef model, List<Vector> texts) {}

    /** Vectors of each CT series that was sent. */
    public record ImageVectors(ModelRef model, List<SeriesVectors> series) {}

    /** Vectors of one series. */
    public record SeriesVectors(
            SeriesUid seriesInstanceUid, SeriesSummary summary, Map<Pooling, Vector> pooled, List<SliceVector> slices) {
        static SeriesVectors of(EncodedSeries series) {
            return new SeriesVectors(series.seriesInstanceUid(), series.summary(), series.pooled(), series.slices());
        }
    }

    @GET
    @Path("model")
    @Operation(summary = "The model, the fingerprint that its vectors bear, and on what it runs")
    public ServedModel model() {
        return new ServedModel(
                model.image().model(), model.execution(), model.textExecution().orElse(null));
    }

    @POST
    @Path("embed")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "embed",
            summary = "Vectors of texts, or of an image",
            description = "Texts as JSON; an image as a zip of DICOM files, one DICOM file, or NIfTI.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {ImageVectors.class, TextVectors.class})))
    public TextVectors texts(TextQuery query) {
        if (query == null || query.texts() == null || query.texts().isEmpty()) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "texts is required");
        }
        if (query.texts().size() > limits.maxTexts()) {
            throw new CodedException(
                    ErrorCode.LIMIT_EXCEEDED, "texts may have at most " + limits.maxTexts() + " entries");
        }
        TextEncoder text = model.text()
                .orElseThrow(() -> new CodedException(
                        ErrorCode.QUERY_UNSUPPORTED,
                        "the model has no text tower: search by a series or an image, or run a model whose manifest has"
                                + " text"));
        if (query.texts().stream().anyMatch(each -> each == null || each.isBlank())) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "texts must not be blank");
        }
        return withRoom(() -> {
            List<Vector> vectors = text.encode(query.texts(), TextEncoder.Role.QUERY).stream()
                    .map(Vector::of)
                    .toList();
            return new TextVectors(model.image().model(), vectors);
        });
    }

    @POST
    @Path("embed")
    @Consumes({MediaType.APPLICATION_OCTET_STREAM, "application/zip", "application/dicom", "application/gzip"})
    @Operation(
            operationId = "embed",
            summary = "Vectors of texts, or of an image",
            description = "Texts as JSON; an image as a zip of DICOM files, one DICOM file, or NIfTI.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {ImageVectors.class, TextVectors.class})))
    public ImageVectors image(InputStream body) {
        return withRoom(() -> {
            java.nio.file.Path upload = Files.createTempFile("mirstream-query-", ".upload");
            try {
                Files.copy(body, upload, StandardCopyOption.REPLACE_EXISTING);
                return encode(upload);
            } finally {
                Files.deleteIfExists(upload);
            }
        });
    }

    private ImageVectors encode(java.nio.file.Path upload) {
        try (StudyListing listing = reader.list(upload, Optional.empty())) {
            List<SeriesVectors> series = new ArrayList<>();
            for (SeriesListing each : listing.series()) {
                series.add(SeriesVectors.of(encoder.encode(each)));
            }
            if (series.isEmpty()) {
                throw nothingReadable(listing);
            }
            return new ImageVectors(model.image().model(), series);
        }
    }

    private static CodedException nothingReadable(StudyListing listing) {
        for (StudyListing.RefusedSeries refused : listing.refusedSeries()) {
            return new CodedException(refused.code(), refused.reason());
        }
        return listing.refused().stream()
                .findFirst()
                .map(refused -> new CodedException(refused.code(), refused.reason()))
                .orElseGet(() -> new CodedException(ErrorCode.STUDY_EMPTY, "the upload has no file"));
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** Queries must not starve the studies, nor fill the memory. */
    private <T> T withRoom(Work<T> work) {
        if (!room.tryAcquire()) {
            throw new CodedException(ErrorCode.EMBED_UNAVAILABLE, "as many queries as allowed are being embedded");
        }
        try {
            return work.run();
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "the upload could not be stored", e);
        } finally {
            room.release();
        }
    }
}
