package io.mirstream.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.eval.dataset.VolumeId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringTest {
    private static final Hits FULL = hits("full", "1011000001", 8);
    private static final Hits SHORT = hits("short", "0110", 3);
    private static final Hits NOTHING = hits("nothing", "", 2);

    @ParameterizedTest
    @CsvSource({
        "REFERENCE, PRECISION_3, 0.6666666667",
        "REFERENCE, PRECISION_5, 0.6",
        "REFERENCE, PRECISION_10, 0.4181818182", // (4 + 0.6) / 11
        "CORRECTED, PRECISION_3, 0.6666666667",
        "CORRECTED, PRECISION_5, 0.6",
        "CORRECTED, PRECISION_10, 0.4",
        "MISSING_AS_ZERO, PRECISION_10, 0.4",
        "CORRECTED, AVERAGE_PRECISION, 0.7041666667", // (1 + 2/3 + 3/4 + 4/10) / 4
        "REFERENCE, AVERAGE_PRECISION, 0.7041666667",
        "CORRECTED, RECALL_3, 0.25",
        "CORRECTED, RECALL_5, 0.375",
        "CORRECTED, RECALL_10, 0.5",
        "CORRECTED, RECIPROCAL_RANK_10, 1"
    })
    void ten_volumes_are_scored(Scoring scoring, Metric metric, double expected) {
        assertThat(scoring.score(List.of(FULL)).mean(metric)).isCloseTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "REFERENCE, PRECISION_3, 0.6666666667",
        "REFERENCE, PRECISION_5, 0.5",
        "REFERENCE, PRECISION_10, 0.5", // (2 + 0.5) / 5
        "CORRECTED, PRECISION_5, 0.5",
        "CORRECTED, PRECISION_10, 0.5",
        "MISSING_AS_ZERO, PRECISION_3, 0.6666666667",
        "MISSING_AS_ZERO, PRECISION_5, 0.4",
        "MISSING_AS_ZERO, PRECISION_10, 0.2",
        "CORRECTED, AVERAGE_PRECISION, 0.5833333333", // (1/2 + 2/3) / 2
        "CORRECTED, RECIPROCAL_RANK_10, 0.5"
    })
    void short_list_is_scored(Scoring scoring, Metric metric, double expected) {
        assertThat(scoring.score(List.of(SHORT)).mean(metric)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void one_short_list_cuts_the_ranks_of_all_queries_in_the_reference_alone() {
        Scores reference = Scoring.REFERENCE.score(List.of(FULL, SHORT));

        assertThat(reference.values(Metric.PRECISION_5)[0]).isEqualTo(0.75); // of four ranks
        assertThat(reference.values(Metric.PRECISION_10)[0]).isEqualTo((3 + 0.75) / 5);
        assertThat(Scoring.CORRECTED.score(List.of(FULL, SHORT)).values(Metric.PRECISION_10)[0])
                .isEqualTo(0.4);
        assertThat(reference.values(Metric.AVERAGE_PRECISION)[0]).isCloseTo(0.7041666667, within(1e-9));
    }

    @Test
    void lists_longer_than_ten_count_as_ten() {
        Scores longer = Scoring.REFERENCE.score(List.of(hits("longer", "101100000111", 8)));

        assertThat(longer.mean(Metric.PRECISION_10))
                .isEqualTo(Scoring.REFERENCE.score(List.of(FULL)).mean(Metric.PRECISION_10));
        assertThat(longer.mean(Metric.AVERAGE_PRECISION)).isCloseTo(0.7041666667, within(1e-9));
        assertThat(Scoring.CORRECTED
                        .score(List.of(hits("late", "00000000001", 1)))
                        .mean(Metric.RECIPROCAL_RANK_10))
                .isZero();
    }

    @Test
    void query_that_found_nothing_is_0_and_in_the_reference_no_number_for_all() {
        assertThat(Scoring.CORRECTED
                        .score(List.of(NOTHING))
                        .queries()
                        .getFirst()
                        .values())
                .allSatisfy(
                        (metric, value) -> assertThat(value).as("%s", metric).isZero());
        assertThat(Scoring.MISSING_AS_ZERO.score(List.of(NOTHING)).mean(Metric.PRECISION_3))
                .isZero();
        Scores reference = Scoring.REFERENCE.score(List.of(FULL, NOTHING));
        assertThat(reference.values(Metric.PRECISION_3)).containsOnly(Double.NaN);
        assertThat(reference.values(Metric.PRECISION_10)).containsOnly(Double.NaN);
        assertThat(reference.mean(Metric.AVERAGE_PRECISION)).isCloseTo(0.7041666667 / 2, within(1e-9));
    }

    @Test
    void ndcg_is_1_when_nothing_relevant_could_stand_higher() {
        assertThat(ndcg("110", 2)).isEqualTo(1);
        assertThat(ndcg("1111111111", 50)).isEqualTo(1);
        assertThat(ndcg("01", 1)).isCloseTo(Math.log(2) / Math.log(3), within(1e-12));
        assertThat(ndcg("0101", 2))
                .isCloseTo(
                        (Math.log(2) / Math.log(3) + Math.log(2) / Math.log(5)) / (1 + Math.log(2) / Math.log(3)),
                        within(1e-12));
        assertThat(ndcg("000", 0)).isZero();
    }

    @Test
    void names_are_those_of_the_notebooks() {
        assertThat(Arrays.stream(Metric.values()).map(metric -> metric.name(Relevance.FLAG)))
                .containsExactly(
                        "tumor_flag_p@3",
                        "tumor_flag_p@5",
                        "tumor_flag_p@10",
                        "flag_avg_precision",
                        "tumor_flag_ndcg@10",
                        "tumor_flag_recall@3",
                        "tumor_flag_recall@5",
                        "tumor_flag_recall@10",
                        "tumor_flag_mrr@10");
        assertThat(Metric.PRECISION_3.name(Relevance.GROUP)).isEqualTo("tumor_stage_p@3");
        assertThat(Metric.AVERAGE_PRECISION.name(Relevance.GROUP)).isEqualTo("stage_avg_precision");
    }

    private static double ndcg(String ranked, int relevant) {
        return Scoring.CORRECTED.score(List.of(hits("query", ranked, relevant))).mean(Metric.NDCG_10);
    }

    static Hits hits(String query, String ranked, int relevant) {
        List<Boolean> hits = ranked.chars().mapToObj(hit -> hit == '1').toList();
        return new Hits(new VolumeId(query), hits, relevant);
    }
}
