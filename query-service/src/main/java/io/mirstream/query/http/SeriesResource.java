package io.mirstream.query.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.query.opensearch.OpenSearchPreviews;
import io.mirstream.query.opensearch.OpenSearchPreviews.File;
import io.mirstream.query.opensearch.OpenSearchPreviews.Images;
import io.mirstream.query.search.IndexedModels;
import io.mirstream.query.search.SeriesKey;
import io.mirstream.service.access.Caller;
import io.mirstream.service.access.Reach;
import io.mirstream.service.access.http.Callers;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What there is of a series besides its vectors. */
@Path("/v1/series/{seriesUid}/previews")
@Blocking
public class SeriesResource {
    private static final Pattern NAME = Pattern.compile("coronal|slice-[0-9]{1,9}");

    /** One record of the audit tells of this much looking at a series. */
    private static final Duration ONE_READING = Duration.ofMinutes(15);

    private final OpenSearchPreviews previews;
    private final IndexedModels models;
    private final Callers callers;
    private final RecentReadings told = new RecentReadings(ONE_READING, System::nanoTime);

    SeriesResource(OpenSearchPreviews previews, IndexedModels models, Callers callers) {
        this.previews = previews;
        this.models = models;
        this.callers = callers;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Small images of a series: some of its slices, and a coronal section",
            description = "Their channels are windows of Hounsfield units. Of each slice it is said which slice of a"
                    + " search's explanations is the nearest, by the live model.")
    public PreviewList previews(@PathParam("seriesUid") String uid) {
        SeriesUid series = valid(uid);
        Caller caller = callers.current();
        Images images = previews.of(series, seen(caller)).orElseThrow(SeriesResource::unknown);
        List<Double> positionsMm = models.live().positionsMm(new SeriesKey(images.collection(), series));
        if (positionsMm.isEmpty()) {
            throw unknown(); // not yet searchable, or not any more
        }
        note(images.study());
        told.isFirst(caller.name(), series);
        return PreviewList.of(series, images.images(), positionsMm);
    }

    @GET
    @Path("{name}")
    @Produces("image/png")
    @Operation(
            summary = "One of these images",
            description =
                    "The name is slice-INDEX or coronal: take it from the list. Ask again with If-None-Match, and an"
                            + " image that is the same is not sent again.")
    public Response preview(
            @PathParam("seriesUid") String uid, @PathParam("name") String name, @Context Request request) {
        SeriesUid series = valid(uid);
        Caller caller = callers.current();
        if (!NAME.matcher(name).matches()) {
            throw unknown();
        }
        File file = previews.file(series, name, seen(caller)).orElseThrow(SeriesResource::unknown);
        if (told.isFirst(caller.name(), series)) {
            note(file.study());
        } else {
            callers.toldBefore();
        }
        EntityTag tag = new EntityTag(sha256(file.png()));
        Response.ResponseBuilder same = request.evaluatePreconditions(tag);
        return (same == null ? Response.ok(file.png()) : same)
                .tag(tag)
                .cacheControl(askEveryTime())
                .build();
    }

    /** The image may be kept by who asked for it, and shown after it was asked whether it is the same, and may be seen. */
    private static CacheControl askEveryTime() {
        CacheControl control = new CacheControl();
        control.setPrivate(true);
        control.setNoCache(true);
        control.setNoTransform(false);
        return control;
    }

    /** None stands for all. */
    private static Collection<CollectionName> seen(Caller caller) {
        Reach reach = caller.reach();
        if (!reach.everything() && reach.collections().isEmpty()) {
            throw unknown();
        }
        return reach.sorted();
    }

    private void note(StudyUid study) {
        callers.note(
                "studyHash", String.format(Locale.ROOT, "%08x", study.value().hashCode())); // as in the logs
    }

    private static SeriesUid valid(String uid) {
        try {
            return new SeriesUid(uid);
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.QUERY_INVALID, e.getMessage(), e);
        }
    }

    private static CodedException unknown() {
        return new CodedException(ErrorCode.PREVIEW_UNKNOWN, "there is no such preview of the series");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
