package io.mirstream.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.replay.Method;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private static final Report REPORT = SmallReplay.report();

    @ParameterizedTest
    @CsvSource({
        "own, colon, all, corrected, tumor_flag_p@3, 0.666667", // 2/3 of each
        "own, colon, all, corrected, tumor_stage_p@3, 0.555556", // (2/3 + 1/3 + 2/3) / 3
        "own, colon, lesions, corrected, tumor_stage_p@3, 0.5", // (2/3 + 1/3) / 2
        "own, colon, all, missing_as_zero, tumor_flag_p@10, 0.2",
        "own, colon, all, reference, tumor_flag_p@10, 0.666667", // (2 + 2/3) / (3 + 1)
        "own, colon, all, corrected, stage_avg_precision, 0.944444", // (1 + 1 + (1 + 2/3) / 2) / 3
        "own, colon, all, corrected, tumor_stage_recall@10, 1",
        "own, colon, all, corrected, tumor_stage_ndcg@10, 0.97324", // (1 + 1 + (1 + 1/2) / (1 + 1/log2(3))) / 3
        "own, colon, all, corrected, tumor_stage_mrr@10, 1",
        "pooled, colon, all, corrected, tumor_flag_p@3, 0.666667",
        "pooled, colon, all, corrected, tumor_flag_mrr@10, 0.833333", // q3 finds its first at rank 2
        "own, lung, all, corrected, tumor_stage_p@3, 0.666667"
    })
    void scores_are_those_of_the_rankings(
            String gallery, String organ, String selection, String scoring, String score, double expected) {
        MethodReport method =
                REPORT.pool(gallery, organ).orElseThrow().method("slice-freq").orElseThrow();

        assertThat(method.score(selection, scoring, score).mean()).isEqualTo(OptionalDouble.of(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "own, chance, all, tumor_flag_p@3, 0.533333", // (3/5 + 3/5 + 2/5) / 3
        "own, chance, lesions, tumor_flag_p@3, 0.6",
        "own, chance, all, tumor_stage_p@10, 0.333333",
        "own, same_source, all, tumor_flag_p@3, 0.888889", // (1 + 1 + 2/3) / 3
        "pooled, chance, all, tumor_flag_p@3, 0.444444", // (3/6 + 3/6 + 2/6) / 3: l3 is no hit
        "pooled, same_source, all, tumor_flag_p@3, 0.888889" // of l1, l2 and l3 two, in any order
    })
    void baselines_are_expectations_in_closed_form(
            String gallery, String baseline, String selection, String score, double expected) {
        assertThat(REPORT.pool(gallery, "colon").orElseThrow().baseline(baseline, selection, score))
                .isEqualTo(OptionalDouble.of(expected));
    }

    @Test
    void volume_of_another_pool_is_no_hit_and_says_only_its_source() {
        PoolReport pooled = REPORT.pool("pooled", "colon").orElseThrow();

        assertThat(pooled.candidates()).isEqualTo(6); // q3 is a query elsewhere
        assertThat(pooled.volumes().get("l3").source()).isEqualTo("lung");
        assertThat(pooled.volumes().get("l3").flag()).isEmpty();
        assertThat(pooled.method("slice-freq")
                        .orElseThrow()
                        .queries()
                        .getFirst()
                        .hits())
                .containsEntry("flag", "101")
                .containsEntry("stage", "101");
    }

    @Test
    void method_is_compared_with_the_best_and_the_usual_query_by_query() {
        MethodReport slices =
                REPORT.pool("own", "colon").orElseThrow().method("slice-freq").orElseThrow();
        MethodReport volumes = REPORT.pool("own", "colon")
                .orElseThrow()
                .method("volume-avgpooling")
                .orElseThrow();

        assertThat(slices.differences())
                .filteredOn(each -> each.score().equals("tumor_stage_p@3"))
                .extracting(MethodReport.Difference::to)
                .containsExactly("volume-avgpooling", "volume-avgpooling"); // it is the best itself
        assertThat(volumes.differences())
                .filteredOn(each -> each.score().equals("tumor_stage_p@3")
                        && each.selection().equals("all"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.to()).isEqualTo("best");
                    assertThat(each.method()).isEqualTo("slice-freq");
                    assertThat(each.mean()).isEqualTo(OptionalDouble.of(-0.333333)); // -1/3, 0 and -2/3
                    assertThat(each.p()).isEqualTo(OptionalDouble.of(0.5)); // 4 of 8 swaps give as much
                    assertThat(each.adjusted()).isEqualTo(each.p()); // there is no other method
                });
    }

    @Test
    void speed_is_measured() {
        Speed speed = REPORT.speed();

        assertThat(speed.volumesPerSecond()).isEqualTo(OptionalDouble.of(3));
        assertThat(speed.freshness().orElseThrow()).isEqualTo(new Speed.Percentiles(3, 200, 290));
        assertThat(speed.searches().get(Method.SLICE_FREQ.label())).isEqualTo(new Speed.Percentiles(3, 30, 39));
        assertThat(speed.phases()).containsEntry("indexing", 4.0).containsEntry("searching", 2.0);
    }

    @Test
    void document_keeps_to_its_schema_and_comes_back_equal() throws IOException {
        JsonNode written = Json.mapper().readTree(REPORT.json());

        assertThat(violations(written)).isEmpty();
        assertThat(Report.read(REPORT.json())).isEqualTo(REPORT);
        assertThat(written).isEqualTo(example());
    }

    @Test
    void what_is_no_number_is_null() throws IOException {
        Report report =
                Report.of(SmallReplay.outcome("short", "q2: ; q3: c3 l2 c1; ql: l1 c3 l2"), SmallReplay.benchmark());
        JsonNode written = Json.mapper().readTree(report.json());

        assertThat(written.at("/pools/0/methods/0/scores/all/reference/tumor_flag_p@3")
                        .toString())
                .isEqualTo("{\"mean\":null,\"low\":null,\"high\":null}");
        assertThat(violations(written)).isEmpty();
    }

    @Test
    void digest_is_of_labels_gallery_and_queries_and_not_of_what_was_found() {
        Report other = Report.of(SmallReplay.outcome("other", "q2: c1; q3: c3; ql: l1"), SmallReplay.benchmark());

        assertThat(other.pool("own", "colon").orElseThrow().digest())
                .isEqualTo(REPORT.pool("own", "colon").orElseThrow().digest())
                .isNotEqualTo(REPORT.pool("pooled", "colon").orElseThrow().digest())
                .isNotEqualTo(REPORT.pool("own", "lung").orElseThrow().digest());
    }

    @Test
    void id_that_would_be_a_path_is_refused() {
        assertThatThrownBy(
                        () -> Report.of(SmallReplay.outcome("../1", "q2: c1; q3: c3; ql: l1"), SmallReplay.benchmark()))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVENT_INVALID));
    }

    /** What others build on. */
    private static JsonNode example() throws IOException {
        try (var in = ReportTest.class.getResourceAsStream("evaluation.json")) {
            return Json.mapper().readTree(in);
        }
    }

    private static Set<ValidationMessage> violations(JsonNode document) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        SchemaLocation.of("classpath:io/mirstream/contracts/schema/evaluation.v1.schema.json"),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build())
                .validate(document);
    }
}
