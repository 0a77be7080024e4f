package io.mirstream.eval.service;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.mirstream.eval.report.SmallReplay;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EvaluationsResourceTest {
    @Inject
    EvalConfig config;

    @BeforeEach
    void a_report() throws IOException {
        SmallReplay.write(SmallReplay.report(), config.reports().resolve("small"));
    }

    @Test
    void reports_are_listed_and_read() {
        given().get("/v1/evaluations").then().statusCode(200).body("evaluations.id", hasItem("small-1"));
        given().get("/v1/evaluations/small-1")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("pools[0].organ", equalTo("colon"));
    }

    @Test
    void page_may_have_its_style_and_no_script() {
        given().get("/v1/evaluations/small-1/report.html")
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Security-Policy", containsString("style-src 'unsafe-inline'"))
                .header("Content-Security-Policy", not(containsString("script-src")))
                .body(startsWith("<!DOCTYPE html>"));
        given().get("/v1/evaluations/small-1")
                .then()
                .header("Content-Security-Policy", not(containsString("unsafe-inline")));
    }

    @Test
    void page_shows_previews_of_what_was_kept_and_may_load_them_from_the_query_service_alone() throws IOException {
        SmallReplay.write(SmallReplay.keeping("c1", "1.2.3"), config.reports().resolve("small"));

        given().get("/v1/evaluations/small-1/report.html")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("img-src 'self' http://127.0.0.1:28080 data: blob:;"))
                .body(containsString("src=\"http://127.0.0.1:28080/v1/series/1.2.3/previews/coronal\""));
    }

    @Test
    void report_that_is_not_there_is_unknown() {
        given().get("/v1/evaluations/none").then().statusCode(404).body("code", equalTo("EVALUATION_UNKNOWN"));
        given().get("/v1/evaluations/none/report.html")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("EVALUATION_UNKNOWN"));
    }
}
