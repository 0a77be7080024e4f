package io.mirstream.query.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.mirstream.contracts.error.Problem;
import io.mirstream.query.EmbedAnswers;
import io.mirstream.query.Peer;
import io.mirstream.query.Peer.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Peers.class)
class PreviewsTest {
    /** SHA-256 of the file, which here is only its signature. */
    private static final String TAG = "\"4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6\"";

    private static final String PNG = "iVBORw0KGgo=";

    Peers.Both peers;

    @BeforeEach
    void oneSeriesHasPreviews() {
        peers.opensearch().asked.clear();
        peers.opensearch().answers(PreviewsTest::previewed);
        peers.embed().answers(EmbedAnswers::of);
    }

    /** Series 1.2, of which an amendment is being written: the coronal image and two slices of it are there. */
    static Answer previewed(Peer.Asked request) {
        if (!request.path().equals("/mirstream-previews/_search")) {
            return QueryServiceTest.liveIndex(request);
        }
        String body = request.body();
        boolean seen = body.contains("\"seriesInstanceUid\":\"1.2\"")
                && (!body.contains("terms") || body.contains("\"clinical\""));
        if (!seen || (body.contains("\"image\"") && !body.contains("\"coronal\""))) {
            return hits();
        }
        return body.contains("\"image\"")
                ? hits(image(2, "coronal", "").replace("}}", "},\"fields\":{\"png\":[\"" + PNG + "\"]}}"))
                : hits(
                        image(1, "slice-3", ",\"sliceIndex\":3,\"positionMm\":7.5"),
                        image(2, "coronal", ""),
                        image(2, "slice-19", ",\"sliceIndex\":19,\"positionMm\":60.0"),
                        image(2, "slice-0", ",\"sliceIndex\":0,\"positionMm\":-20.0"));
    }

    private static String image(long revision, String name, String slice) {
        boolean coronal = name.equals("coronal");
        return "{\"_source\":{\"studyInstanceUid\":\"1.2.3\",\"seriesInstanceUid\":\"1.2\","
                + "\"collection\":\"clinical\",\"revision\":" + revision + ",\"image\":\"" + name + "\",\"width\":"
                + (coronal ? 256 : 128) + ",\"height\":" + (coronal ? 60 : 96) + ",\"pixelMm\":"
                + (coronal ? 1.4 : 2.8) + slice + "}}";
    }

    private static Answer hits(String... hits) {
        return Answer.ok("{\"hits\":{\"hits\":[" + String.join(",", hits) + "]}}");
    }

    // --- the list

    @Test
    void series_has_slices_and_a_coronal_image_of_its_newest_revision() {
        given().get("/v1/series/1.2/previews")
                .then()
                .statusCode(200)
                .body("seriesUid", equalTo("1.2"))
                .body("width", equalTo(128))
                .body("height", equalTo(96))
                .body("spacingMm", equalTo(2.8f))
                .body("slices", hasSize(2))
                .body("slices[0].slice", equalTo(0))
                .body("slices[1].slice", equalTo(19))
                .body("slices[1].positionMm", equalTo(60f))
                .body("slices[1].href", equalTo("/v1/series/1.2/previews/slice-19"))
                .body("coronal.href", equalTo("/v1/series/1.2/previews/coronal"))
                .body("coronal.width", equalTo(256))
                .body("coronal.topMm", equalTo(62f))
                .body("coronal.bottomMm", equalTo(-22f))
                .body("windows", hasSize(3))
                .body("windows[0].channel", equalTo("red"))
                .body("windows[0].level", equalTo(-600))
                .body("windows[0].width", equalTo(1500));
    }

    @Test
    void slice_is_counted_as_explanations_count_it() {
        peers.opensearch().answers(request -> {
            Answer answer = previewed(request);
            return new Answer(
                    answer.status(), answer.contentType(), answer.body().replace("[-12.5]", "[-30,-10,10,30,50,70]"));
        });

        given().get("/v1/series/1.2/previews")
                .then()
                .statusCode(200)
                .body("slices[0].index", equalTo(0)) // -20 mm lies between two; the lower one is taken
                .body("slices[1].index", equalTo(4));
    }

    @Test
    void series_without_previews_is_unknown_here() {
        problem(given().get("/v1/series/1.3/previews").then(), 404, "PREVIEW_UNKNOWN");
    }

    @Test
    void previews_of_a_series_that_is_not_searchable_are_unknown() {
        peers.opensearch()
                .answers(request -> request.path().startsWith("/mirstream-series-0") ? hits() : previewed(request));

        problem(given().get("/v1/series/1.2/previews").then(), 404, "PREVIEW_UNKNOWN");
    }

    @Test
    void before_anything_was_previewed_there_is_no_index_and_nothing_to_see() {
        peers.opensearch().answers(QueryServiceTest::liveIndex);

        problem(given().get("/v1/series/1.2/previews").then(), 404, "PREVIEW_UNKNOWN");
        problem(given().get("/v1/series/1.2/previews/coronal").then(), 404, "PREVIEW_UNKNOWN");
    }

    // --- an image

    @Test
    void image_may_be_kept_by_who_asked_for_it_and_by_nobody_else() {
        byte[] file = given().get("/v1/series/1.2/previews/coronal")
                .then()
                .statusCode(200)
                .contentType("image/png")
                .header("ETag", TAG)
                .header("Cache-Control", "no-cache, private")
                .header("Cross-Origin-Resource-Policy", "same-site")
                .header("X-Content-Type-Options", "nosniff")
                .extract()
                .asByteArray();

        assertThat(file).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {TAG + "|304", "\"other\", " + TAG + "|304", "*|304", "\"other\"|200"})
    void image_that_is_the_same_is_not_sent_again(String known, int status) {
        given().header("If-None-Match", known)
                .get("/v1/series/1.2/previews/coronal")
                .then()
                .statusCode(status)
                .header("ETag", TAG)
                .header("Cache-Control", "no-cache, private");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slice-3", "slice-x", "slice-", "axial", "slice-99999999999"})
    void image_that_is_not_there_is_unknown(String name) {
        problem(given().get("/v1/series/1.2/previews/" + name).then(), 404, "PREVIEW_UNKNOWN");
    }

    @Test
    void impossible_uid_is_an_invalid_query() {
        problem(given().get("/v1/series/patient/previews").then(), 400, "QUERY_INVALID");
        problem(given().get("/v1/series/patient/previews/coronal").then(), 400, "QUERY_INVALID");
    }

    private static void problem(ValidatableResponse response, int status, String code) {
        response.statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .header("ETag", nullValue())
                .header("Cache-Control", "no-store")
                .body("code", equalTo(code));
    }
}
