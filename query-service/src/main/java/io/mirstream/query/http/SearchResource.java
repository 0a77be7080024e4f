package io.mirstream.query.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.search.SearchRequest;
import io.mirstream.query.search.SearchResult;
import io.mirstream.query.search.Searcher;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Search. */
@Path("/v1/search")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class SearchResource {
    private final Searcher searcher;
    private final GuardedSearch guard;
    private final SearchBatch batch;
    private final MeterRegistry meters;

    SearchResource(Searcher searcher, GuardedSearch guard, SearchBatch batch, MeterRegistry meters) {
        this.searcher = searcher;
        this.guard = guard;
        this.batch = batch;
        this.meters = meters;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Series like one in the index, or by a text")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = SearchRequest.class),
                            examples =
                                    @ExampleObject(
                                            name = "like a series",
                                            value = "{\"series\":\"1.2.3.4\",\"method\":\"volume\",\"k\":5,"
                                                    + "\"filters\":{\"collections\":[\"clinical\"]}}")))
    public SearchResult search(byte[] body) {
        return measured(() -> guard.answer(request(body), searcher::search));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary = "Series like an image",
            description = "Part image: a zip of one DICOM series, a DICOM file, or NIfTI (.nii, .nii.gz). Part query,"
                    + " optional: the JSON of a search without series and text.")
    public SearchResult search(@RestForm("image") FileUpload image, @RestForm("query") String query) {
        if (image == null) {
            throw new CodedException(ErrorCode.QUERY_INVALID, "the part image is missing");
        }
        String json = query == null || query.isBlank() ? "{}" : query;
        return measured(() -> guard.answer(
                request(json.getBytes(StandardCharsets.UTF_8)),
                request -> searcher.search(request, image.uploadedFile())));
    }

    @POST
    @Path("batch")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Up to 50 searches by series or text",
            description =
                    "Each is answered with its result or its problem, in their order, and counts as a request of its"
                            + " caller. When a search fails for a reason that is not its own, those after it are not tried.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = Searches.class),
                            examples =
                                    @ExampleObject(
                                            name = "two searches",
                                            value = "{\"searches\":[{\"series\":\"1.2.3.4\",\"k\":5},"
                                                    + "{\"text\":\"two lesions in the liver\"}]}")))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SearchBatch.Answers.class)))
    public SearchBatch.Answers searchAll(byte[] body) {
        return batch.answer(body, request -> measured(() -> searcher.search(request)));
    }

    /** As the body of a batch is described. */
    record Searches(List<SearchRequest> searches) {}

    private static SearchRequest request(byte[] json) {
        return read(json, SearchRequest.class);
    }

    /** @throws CodedException {@code QUERY_INVALID} */
    static <T> T read(byte[] json, Class<T> type) {
        try {
            return Json.read(json == null ? new byte[0] : json, type);
        } catch (CodedException e) {
            ErrorCode code = e.kind() == ErrorKind.INPUT ? ErrorCode.QUERY_INVALID : e.code();
            throw new CodedException(code, e.getMessage(), e);
        }
    }

    private SearchResult measured(Supplier<SearchResult> search) {
        long start = System.nanoTime();
        String method = "";
        String errorCode = "";
        try {
            SearchResult result = search.get();
            method = result.method();
            return result;
        } catch (CodedException e) {
            errorCode = e.code().name();
            throw e;
        } finally {
            meters.timer("mirstream.search", "method", method, "errorCode", errorCode)
                    .record(Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
