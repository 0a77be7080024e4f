package io.mirstream.query.evaluations;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.mirstream.query.http.Peers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Peers.class)
class EvaluationsResourceTest {
    @Inject
    Evaluations evaluations;

    @Test
    void evaluations_are_listed_and_read_as_they_were_published() {
        evaluations.put(Reports.json("small-1", Instant.parse("2026-01-02T03:10:00Z")));
        evaluations.put(Reports.json("small-2", Instant.parse("2026-01-02T03:20:00Z")));

        given().get("/v1/evaluations")
                .then()
                .statusCode(200)
                .body("reportUrl", equalTo("https://eval.example/v1/evaluations/{id}/report.html"))
                .body("evaluations.id", contains("small-2", "small-1"))
                .body("evaluations[0].dataset", equalTo("small"))
                .body("evaluations[0].model.fingerprint", equalTo("0123456789abcdef"))
                .body("evaluations[0].started", equalTo("2026-01-02T03:04:05Z"))
                .body("evaluations[0].finished", equalTo("2026-01-02T03:20:00Z"))
                .body("evaluations[0].organs", contains("liver", "lung"))
                .body("evaluations[0].methods", contains("slice-freq", "hybrid"));
        given().get("/v1/evaluations/small-1")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("pools[2].gallery", equalTo("pooled"));
    }

    @Test
    void evaluation_that_nobody_published_is_unknown() {
        given().get("/v1/evaluations/none").then().statusCode(404).body("code", equalTo("EVALUATION_UNKNOWN"));
    }
}
