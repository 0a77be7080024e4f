package io.mirstream.contracts.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void status_tells_whose_fault_it_is(ErrorCode code) {
        int status = Problem.of(code, "detail").status();

        switch (code.kind()) {
            case INPUT -> assertThat(status).isBetween(400, 499);
            case TRANSIENT, EXTERNAL -> assertThat(status).isEqualTo(503);
            case BUG -> assertThat(status).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EVENT_INVALID, 400",
        "QUERY_INVALID, 400",
        "QUERY_UNSUPPORTED, 400",
        "UNAUTHENTICATED, 401",
        "LOCATION_FORBIDDEN, 403",
        "FORBIDDEN, 403",
        "REQUEST_TIMEOUT, 408",
        "RATE_LIMITED, 429",
        "STUDY_UNKNOWN, 404",
        "SERIES_UNKNOWN, 404",
        "MODEL_UNKNOWN, 404",
        "LOCATION_NOT_FOUND, 404",
        "MODEL_INCOMPLETE, 409",
        "MODEL_LIVE, 409",
        "EVALUATION_UNKNOWN, 404",
        "EVALUATIONS_DIFFER, 409",
        "LIMIT_EXCEEDED, 413",
        "EVENT_TOO_LARGE, 413",
        "NOT_DICOM, 422",
        "TRUNCATED, 422",
        "NO_BODY, 422"
    })
    void input_at_fault_has_the_status_that_names_the_fault(ErrorCode code, int status) {
        assertThat(Problem.of(code, "detail").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void answer_has_the_members_of_a_problem_and_the_code(ErrorCode code) {
        JsonNode json = Json.mapper().valueToTree(Problem.of(code, "0001.dcm ends early"));

        assertThat(json.size()).isEqualTo(5);
        assertThat(json.get("type").asText()).isEqualTo("urn:mirstream:error:" + code);
        assertThat(json.get("title").asText()).hasSameSizeAs(code.name()).doesNotContain("_");
        assertThat(json.get("status").isInt()).isTrue();
        assertThat(json.get("detail").asText()).isEqualTo("0001.dcm ends early");
        assertThat(json.get("code").asText()).isEqualTo(code.name());
    }
}
