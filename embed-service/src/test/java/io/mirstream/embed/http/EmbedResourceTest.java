package io.mirstream.embed.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.imaging.write.NiftiWriter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class EmbedResourceTest {
    @TempDir
    Path scratch;

    @Test
    void model_says_what_its_vectors_bear() {
        given().get("/v1/model")
                .then()
                .statusCode(200)
                .body("id", equalTo("builtin-slab"))
                .body("dimension", equalTo(256))
                .body("fingerprint", notNullValue())
                .body("execution.provider", equalTo("cpu"))
                .body("textExecution.provider", equalTo("cpu"));
    }

    @Test
    void an_uploaded_volume_becomes_vectors() throws IOException {
        PhantomStudy phantom = new PhantomStudy(PhantomSpec.of(2, Anatomy.LUNG).small());
        Path file = scratch.resolve("volume.nii.gz");
        NiftiWriter.write(file, phantom.render().volume());

        given().contentType("application/octet-stream")
                .body(Files.readAllBytes(file))
                .post("/v1/embed")
                .then()
                .statusCode(200)
                .body("series", hasSize(1))
                .body("series[0].pooled.avg", notNullValue())
                .body("series[0].slices[0].index", equalTo(0));
    }

    @Test
    void texts_become_vectors() {
        given().contentType("application/json")
                .body("{\"texts\": [\"a liver lesion\", \"a lung nodule\"]}")
                .post("/v1/embed")
                .then()
                .statusCode(200)
                .body("texts", hasSize(2));
    }

    @Test
    void what_cannot_be_read_is_a_problem_with_a_code() {
        given().contentType("application/octet-stream")
                .body("no image".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .post("/v1/embed")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_DICOM"));
        given().contentType("application/json")
                .body("{\"text\": []}")
                .post("/v1/embed")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("QUERY_INVALID"));
    }

    @Test
    void what_is_not_served_is_a_problem_with_a_code() {
        problem(given().get("/v1/nothing").then(), 404);
        problem(given().get("/v1/embed").then(), 405);
        problem(
                given().contentType("text/csv")
                        .body("a liver")
                        .post("/v1/embed")
                        .then(),
                415);
        problem(
                given().contentType("application/json")
                        .body("{\"texts\":")
                        .post("/v1/embed")
                        .then(),
                400);
    }

    private static void problem(ValidatableResponse response, int status) {
        response.statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo("QUERY_INVALID"))
                .body("status", equalTo(status));
    }

    @Test
    void a_service_that_only_answers_queries_is_ready() {
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void health_and_metrics_say_on_what_the_model_runs() {
        given().get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'embed-model' }.data.imageProvider", equalTo("cpu"));
        given().get("/q/metrics")
                .then()
                .body(containsString("mirstream_embed_model_sessions{provider=\"cpu\",tower=\"image\"} 1.0"));
    }

    @Test
    void every_operation_is_described_and_says_how_it_refuses() {
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("paths.'/v1/model'.get.summary", not(emptyOrNullString()))
                .body(
                        "paths.'/v1/model'.get.responses.'200'.content.'application/json'.example.dimension",
                        equalTo(256))
                .body("paths.'/v1/embed'.post.summary", not(emptyOrNullString()))
                .body("paths.'/v1/embed'.post.responses.default.content", hasKey("application/problem+json"));
    }
}
