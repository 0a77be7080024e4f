package io.mirstream.query.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.EmbedAnswers;
import io.mirstream.query.Peer;
import io.mirstream.query.Peer.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Peers.class)
class QueryServiceTest {
    private static final byte[] PIXELS = "pixels".getBytes(StandardCharsets.US_ASCII);

    private static final String SERIES = "/mirstream-series-0123456789abcdef";
    private static final String SLICES = "/mirstream-slices-0123456789abcdef";

    Peers.Both peers;

    @BeforeEach
    void oneSeriesIsIndexed() {
        peers.opensearch().asked.clear();
        peers.embed().asked.clear();
        peers.opensearch().answers(QueryServiceTest::liveIndex);
        peers.embed().answers(EmbedAnswers::of);
    }

    /** Holds series 1.1, which is asked for, and 1.2, which is found. */
    static Answer liveIndex(Peer.Asked request) {
        return switch (request.path()) {
            case "/mirstream-series-*" ->
                Answer.ok("{\"live\":{\"aliases\":{\"mirstream-series\":{}},\"mappings\":{\"_meta\":{\"model\":"
                        + EmbedAnswers.model() + "}}}}");
            case SERIES + "/_count", SLICES + "/_count" -> Answer.ok("{\"count\":2}");
            case SERIES + "/_search" -> ofSeries(request.body());
            case "/_msearch" -> {
                String found = hits("{\"_score\":0.9,\"_source\":{\"seriesInstanceUid\":\"1.2\","
                                + "\"collection\":\"clinical\",\"studyInstanceUid\":\"1.2.3\",\"modality\":\"CT\","
                                + "\"slices\":5}}")
                        .body();
                yield Answer.ok("{\"responses\":["
                        + String.join(",", Collections.nCopies(request.lines().size() / 2, found)) + "]}");
            }
            case "/mirstream-status/_mget" ->
                Answer.ok("{\"docs\":[{\"_id\":\"1.2.3\",\"found\":"
                        + request.body().contains("\"1.2.3\"")
                        + ",\"_source\":{\"status\":{\"studyInstanceUid\":\"1.2.3\",\"collection\":\"clinical\","
                        + "\"state\":\"INDEXED\",\"revision\":1,\"eventId\":\"event-1\","
                        + "\"updatedAt\":\"2026-11-24T12:00:00Z\"}}}]}");
            case "/mirstream-status/_search" ->
                hits("{\"_id\":\"1.2.3/0123456789abcdef\",\"_source\":{\"status\":{\"studyInstanceUid\":\"1.2.3\","
                        + "\"collection\":\"clinical\",\"state\":\"INDEXED\",\"revision\":1,\"eventId\":\"event-1\","
                        + "\"updatedAt\":\"2026-11-24T12:00:00Z\"}}}");
            default -> Answer.json(404, "{\"found\":false}");
        };
    }

    private static Answer ofSeries(String body) {
        if (body.contains("aggs")) {
            return Answer.ok("{\"aggregations\":{\"collections\":{\"buckets\":["
                    + "{\"key\":\"clinical\",\"doc_count\":2,\"studies\":{\"value\":1},\"indexedAt\":"
                    + "{\"value\":1.0,\"value_as_string\":\"2026-11-24T12:00:00.000Z\"}}]}}}");
        }
        return hits("{\"_source\":{\"seriesInstanceUid\":\"1.2\",\"collection\":\"clinical\","
                + "\"studyInstanceUid\":\"1.2.3\",\"modality\":\"CT\",\"slices\":5,\"vectorAvg\":[0.6,0.8],\"reportVector\":[0.6,0.8],"
                + "\"slicePositionsMm\":[-12.5]},\"fields\":{\"sliceVectors\":[\"" + EmbedAnswers.VECTOR.toBase64()
                + "\"]}}");
    }

    private static Answer hits(String hit) {
        return Answer.ok("{\"hits\":{\"hits\":[" + hit + "]}}");
    }

    // --- search

    @ParameterizedTest
    @CsvSource({
        "'{\"series\":\"1.1\"}', volume-avg, 0.8",
        "'{\"series\":\"1.1\",\"method\":\"slice\",\"ranking\":\"freq\"}', slice-freq, 1.0",
        "'{\"series\":\"1.1\",\"method\":\"late-interaction\"}', late-interaction, 1.0",
        "'{\"series\":\"1.1\",\"target\":\"report\"}', text-report, 0.8",
        "'{\"series\":\"1.1\",\"text\":\"a cyst\"}', 'rrf(volume-avg,text-report)', 0.0327868852",
        "'{\"text\":\"a cyst\"}', text-report, 0.8"
    })
    void search_by_json_finds_series(String query, String method, double score) {
        found(
                        given().contentType(ContentType.JSON)
                                .body(query)
                                .post("/v1/search")
                                .then(),
                        method)
                .body("hits[0].score.toDouble()", closeTo(score, 1e-6));
    }

    @Test
    void search_by_a_series_reads_its_vector_and_then_its_neighbours() {
        given().contentType(ContentType.JSON)
                .body("{\"series\":\"1.1\",\"exact\":true}")
                .post("/v1/search")
                .then()
                .statusCode(200)
                .body("hits[0].studyInstanceUid", equalTo("1.2.3"));

        assertThat(peers.opensearch().asked)
                .extracting(Peer.Asked::path)
                .filteredOn(path -> !path.equals("/mirstream-series-*")) // which model is live, not asked every time
                .containsExactly(SERIES + "/_search", "/_msearch");
    }

    @Test
    void hit_says_which_slices_matched_when_asked() {
        given().contentType(ContentType.JSON)
                .body("{\"series\":\"1.1\",\"explain\":true}")
                .post("/v1/search")
                .then()
                .statusCode(200)
                .body("hits[0].explanation.pairs[0].query.positionMm.toDouble()", equalTo(-12.5))
                .body("hits[0].explanation.pairs[0].hit.index", equalTo(0))
                .body("hits[0].explanation.pairs[0].similarity.toDouble()", closeTo(1, 1e-6))
                .body("hits[0].explanation.strip", hasSize(1));
    }

    @Test
    void search_by_an_image_finds_series() {
        found(
                given().multiPart("image", "volume.nii.gz", PIXELS)
                        .post("/v1/search")
                        .then(),
                "volume-avg");

        assertThat(peers.embed().asked)
                .filteredOn(asked -> asked.path().equals("/v1/embed"))
                .extracting(Peer.Asked::body)
                .containsExactly("pixels");
    }

    @Test
    void search_by_an_image_takes_the_same_query_as_json() {
        found(
                given().multiPart("image", "volume.nii.gz", PIXELS)
                        .multiPart("query", "{\"method\":\"slice\",\"ranking\":\"max\",\"k\":3}")
                        .post("/v1/search")
                        .then(),
                "slice-max");
    }

    private static ValidatableResponse found(ValidatableResponse response, String method) {
        return response.statusCode(200)
                .contentType(ContentType.JSON)
                .body("method", equalTo(method))
                .body("model.fingerprint", equalTo("0123456789abcdef"))
                .body("exact", equalTo(true))
                .body("hits", hasSize(1))
                .body("hits[0].rank", equalTo(1))
                .body("hits[0].seriesInstanceUid", equalTo("1.2"))
                .body("hits[0].studyInstanceUid", equalTo("1.2.3"))
                .body("hits[0].collection", equalTo("clinical"))
                .body("hits[0].links[0].name", equalTo("OHIF"))
                .body("hits[0].links[0].url", equalTo("https://ohif.example/viewer?StudyInstanceUIDs=1.2.3"));
    }

    @Test
    void searches_of_a_batch_are_answered_each_by_itself_and_in_their_order() {
        batch("{\"series\":\"1.1\"},{\"serie\":\"1.1\"},{\"text\":\"a cyst\"},null")
                .statusCode(200)
                .body("answers", hasSize(4))
                .body("answers[0].result.method", equalTo("volume-avg"))
                .body("answers[0].result.hits[0].links", hasSize(1))
                .body("answers[0].problem", nullValue())
                .body("answers[1].result", nullValue())
                .body("answers[1].problem.code", equalTo("QUERY_INVALID"))
                .body("answers[2].result.method", equalTo("text-report"))
                .body("answers[3].problem.code", equalTo("QUERY_INVALID"));
    }

    @Test
    void batch_asks_no_more_once_what_it_depends_on_is_away() {
        peers.embed().answers(Answer.json(503, "{}"));

        batch("{\"text\":\"a cyst\"},{\"series\":\"1.1\"}")
                .statusCode(200)
                .body("answers[0].problem.code", equalTo("EMBED_UNAVAILABLE"))
                .body("answers[1].problem.code", equalTo("EMBED_UNAVAILABLE"));
        assertThat(peers.opensearch().asked).noneMatch(asked -> asked.path().equals("/_msearch"));
    }

    @Test
    void batch_has_at_least_one_search_and_at_most_fifty() {
        problem(batch(""), 400, "QUERY_INVALID");
        problem(batch(String.join(",", Collections.nCopies(51, "{}"))), 413, "LIMIT_EXCEEDED");
        batch(String.join(",", Collections.nCopies(50, "{}"))).statusCode(200).body("answers", hasSize(50));
    }

    private static ValidatableResponse batch(String searches) {
        return given().contentType(ContentType.JSON)
                .body("{\"searches\":[" + searches + "]}")
                .post("/v1/search/batch")
                .then();
    }

    // --- what there is

    @Test
    void study_has_a_status() {
        given().get("/v1/studies/1.2.3")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("state", equalTo("INDEXED"))
                .body("updatedAt", equalTo("2026-11-24T12:00:00Z"));
    }

    @Test
    void study_that_was_never_seen_is_unknown() {
        problem(given().get("/v1/studies/1.2.4").then(), 404, "STUDY_UNKNOWN");
    }

    @Test
    void recent_studies_have_a_status() {
        given().get("/v1/studies?limit=3")
                .then()
                .statusCode(200)
                .body("studies", hasSize(1))
                .body("studies[0].studyInstanceUid", equalTo("1.2.3"))
                .body("studies[0].state", equalTo("INDEXED"));
        assertThat(peers.opensearch().asked)
                .filteredOn(asked -> asked.path().equals("/mirstream-status/_search"))
                .extracting(Peer.Asked::body)
                .containsExactly("{\"size\":9,\"sort\":[{\"updatedAt\":{\"order\":\"desc\"}}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "501", "many"})
    void impossible_number_of_recent_studies_is_refused(String limit) {
        given().get("/v1/studies?limit=" + limit).then().statusCode(limit.equals("many") ? 404 : 400);
    }

    @Test
    void ingestion_is_told_while_it_happens() throws IOException {
        try (InputStream events = URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/ingestion/events")
                .toURL()
                .openStream()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
            String first = lines.lines().limit(3).collect(Collectors.joining("\n"));

            assertThat(first).contains("event:statuses", "\"studyInstanceUid\":\"1.2.3\"", "\"state\":\"INDEXED\"");
        }
    }

    @Test
    void study_with_an_impossible_uid_is_an_invalid_query() {
        problem(given().get("/v1/studies/patient").then(), 400, "QUERY_INVALID");
    }

    @Test
    void models_are_listed_with_what_they_are_there_for() {
        given().get("/v1/models")
                .then()
                .statusCode(200)
                .body("models", hasSize(1))
                .body("models[0].role", equalTo("LIVE"))
                .body("models[0].model.fingerprint", equalTo("0123456789abcdef"));
    }

    @Test
    void search_by_a_named_model_is_by_that_one_and_by_no_other() {
        found(
                given().contentType(ContentType.JSON)
                        .body("{\"series\":\"1.1\",\"model\":\"sample\"}")
                        .post("/v1/search")
                        .then(),
                "volume-avg");
        problem(
                given().contentType(ContentType.JSON)
                        .body("{\"series\":\"1.1\",\"model\":\"another\"}")
                        .post("/v1/search")
                        .then(),
                404,
                "MODEL_UNKNOWN");
    }

    @Test
    void query_that_no_embed_service_has_the_model_for_is_a_503_that_says_what_to_do() {
        peers.embed()
                .answers(request -> Answer.ok(EmbedAnswers.model().replace("0123456789abcdef", "fedcba9876543210")));

        problem(
                given().contentType(ContentType.JSON)
                        .body("{\"text\":\"a cyst\"}")
                        .post("/v1/search")
                        .then()
                        .body("detail", containsString("mirstream.query.embed")),
                503,
                "MODEL_MISMATCH");
    }

    @Test
    void collections_have_sizes() {
        given().get("/v1/collections")
                .then()
                .statusCode(200)
                .body("collections[0].collection", equalTo("clinical"))
                .body("collections[0].studies", equalTo(1))
                .body("collections[0].series", equalTo(2))
                .body("collections[0].indexedAt", equalTo("2026-11-24T12:00:00Z"))
                .body("collections[0].models", hasSize(1))
                .body("collections[0].models[0].fingerprint", equalTo("0123456789abcdef"))
                .body("collections[0].models[0].role", equalTo("LIVE"))
                .body("collections[0].models[0].series", equalTo(2));
    }

    // --- problems

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{\"series\":",
                "{\"serie\":\"1.1\"}",
                "{\"series\":\"patient\"}",
                "{\"series\":\"1.1\",\"k\":0}",
                "{\"series\":\"1.1\",\"method\":\"knn\"}",
                "{\"series\":\"1.1\",\"text\":\"a cyst\",\"method\":\"slice\"}",
                "{}"
            })
    void query_that_cannot_be_read_is_invalid(String query) {
        problem(
                given().contentType(ContentType.JSON)
                        .body(query)
                        .post("/v1/search")
                        .then(),
                400,
                "QUERY_INVALID");
    }

    @Test
    void refusal_names_the_field_and_never_its_value() {
        given().contentType(ContentType.JSON)
                .body("{\"filters\":{\"collections\":[\"Doe^Jane\"]}}")
                .post("/v1/search")
                .then()
                .body("detail", containsString("filters.collections"))
                .body("detail", not(containsString("Doe")));
    }

    @Test
    void upload_without_an_image_or_with_a_bad_query_is_invalid() {
        problem(given().multiPart("query", "{}").post("/v1/search").then(), 400, "QUERY_INVALID");
        problem(
                given().multiPart("image", "volume.nii.gz", PIXELS)
                        .multiPart("query", "{\"kk\":3}")
                        .post("/v1/search")
                        .then(),
                400,
                "QUERY_INVALID");
        problem(
                given().multiPart("image", "volume.nii.gz", PIXELS)
                        .multiPart("query", "{\"series\":\"1.1\"}")
                        .post("/v1/search")
                        .then(),
                400,
                "QUERY_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=x"})
    void malformed_upload_is_invalid(String contentType) {
        problem(
                given().config(RestAssured.config()
                                .encoderConfig(EncoderConfig.encoderConfig()
                                        .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)))
                        .contentType(contentType)
                        .body("no parts")
                        .post("/v1/search")
                        .then(),
                400,
                "QUERY_INVALID");
    }

    @Test
    void other_content_type_is_refused() {
        problem(
                given().contentType("text/plain")
                        .body("a cyst")
                        .post("/v1/search")
                        .then(),
                415,
                "QUERY_INVALID");
    }

    @Test
    void answer_in_another_type_is_refused() {
        problem(given().accept("text/csv").get("/v1/collections").then(), 406, "QUERY_INVALID");
    }

    @Test
    void other_method_is_refused() {
        problem(given().get("/v1/search").then(), 405, "QUERY_INVALID");
        problem(given().delete("/v1/studies/1.2.3").then(), 405, "QUERY_INVALID");
    }

    @ParameterizedTest
    @CsvSource({"/, text/html", "/page/page.css, text/css", "/page/main.js, text/javascript"})
    void search_page_and_what_it_needs_are_served(String path, String type) {
        given().get(path).then().statusCode(200).contentType(startsWith(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/nothing", "/v2/search", "/nothing.html"})
    void unknown_path_is_refused(String path) {
        problem(given().get(path).then(), 404, "QUERY_INVALID");
    }

    @Test
    void refusal_of_the_embed_service_is_handed_on() {
        Problem refused = Problem.of(ErrorCode.NOT_DICOM, "no image");
        peers.embed()
                .answers(request -> request.path().equals("/v1/model")
                        ? EmbedAnswers.of(request)
                        : new Answer(422, Problem.MEDIA_TYPE, new String(Json.write(refused), StandardCharsets.UTF_8)));

        problem(
                given().multiPart("image", "notes.txt", PIXELS)
                        .post("/v1/search")
                        .then(),
                422,
                "NOT_DICOM");
    }

    @Test
    void index_that_is_busy_or_not_live_is_a_503_with_its_code() {
        peers.opensearch().answers(Answer.json(429, "{}"));
        problem(given().get("/v1/collections").then(), 503, "INDEX_BUSY");

        peers.opensearch().answers(Answer.json(404, "{}"));
        problem(given().get("/v1/collections").then(), 503, "INDEX_UNAVAILABLE");
    }

    @Test
    void document_that_this_version_never_wrote_is_a_defect_without_a_stack_trace() {
        String undated = "{\"_source\":{\"seriesInstanceUid\":\"1.2\",\"collection\":\"clinical\","
                + "\"studyInstanceUid\":\"1.2.3\",\"studyDate\":\"yesterday\"}}";
        peers.opensearch()
                .answers(request -> request.path().equals("/_msearch")
                        ? Answer.ok("{\"responses\":[" + hits(undated).body() + "]}")
                        : liveIndex(request));

        problem(
                given().contentType(ContentType.JSON)
                        .body("{\"series\":\"1.1\"}")
                        .post("/v1/search")
                        .then(),
                500,
                "INTERNAL");
    }

    @Test
    void body_beyond_the_limit_is_refused() {
        problem(
                given().contentType(ContentType.JSON)
                        .body(new byte[Peers.MAX_BODY_BYTES + 1])
                        .post("/v1/search")
                        .then(),
                413,
                "LIMIT_EXCEEDED");
    }

    private static void problem(ValidatableResponse response, int status, String code) {
        String body = response.statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("code", equalTo(code))
                .body("status", equalTo(status))
                .body("type", equalTo("urn:mirstream:error:" + code))
                .extract()
                .asString();
        assertThat(body).doesNotContain("Exception").doesNotContain("\\tat ").doesNotContain("io.mirstream");
    }

    // --- operation

    @Test
    void ready_while_an_index_is_live() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'index' }.data.model", equalTo("0123456789abcdef"));
    }

    @Test
    void not_ready_and_why_while_no_index_is_live() {
        peers.opensearch().answers(Answer.json(404, "{}"));

        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'index' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'index' }.data.errorCode", equalTo("INDEX_UNAVAILABLE"));
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void searches_are_measured_by_method_and_error_code() {
        given().contentType(ContentType.JSON).body("{\"series\":\"1.1\"}").post("/v1/search");
        given().contentType(ContentType.JSON).body("{\"serie\":\"1.1\"}").post("/v1/search");

        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(metrics)
                .contains("mirstream_search_seconds_count{errorCode=\"\",method=\"volume-avg\"}")
                .contains("mirstream_search_seconds_count{errorCode=\"QUERY_INVALID\",method=\"\"}");
    }

    @Test
    void openapi_lists_the_operations() {
        given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("info.title", equalTo("Mirstream query-service"))
                .body(
                        "paths.keySet()",
                        hasItems("/v1/search", "/v1/studies/{studyInstanceUid}", "/v1/collections", "/v1/models"))
                .body(
                        "paths.'/v1/search'.post.requestBody.content.keySet()",
                        hasItems("application/json", "multipart/form-data"))
                .body("paths.'/v1/studies/{studyInstanceUid}'.keySet()", hasItems("get"))
                .body("paths.'/v1/collections'.keySet()", hasItems("get"));
    }
}
