package io.mirstream.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRequestTest {
    // --- defaults

    @Test
    void what_is_absent_has_its_default() {
        SearchRequest request = read("{}");

        assertThat(request.lists(true, true)).containsExactly(new RankedBy.Volume(Pooling.AVG));
        assertThat(request.fusion()).isEqualTo(Fusion.RRF);
        assertThat(request.neighboursPerSlice()).isEqualTo(20);
        assertThat(request.candidateCount()).isEqualTo(50);
        assertThat(request.count()).isEqualTo(10);
        assertThat(request.filters()).isEqualTo(Filters.NONE);
        assertThat(request.exact()).isEmpty();
    }

    @Test
    void what_is_given_with_no_method_says_which_one_is_meant() {
        RankedBy report = new RankedBy.Text(TextTarget.REPORT);
        RankedBy average = new RankedBy.Volume(Pooling.AVG);

        assertThat(lists(series().pooling(Pooling.STD))).containsExactly(new RankedBy.Volume(Pooling.STD));
        assertThat(lists(series().ranking(Ranking.MAX))).containsExactly(new RankedBy.Slice(Ranking.MAX));
        assertThat(lists(series().with("target", "report"))).containsExactly(report);
        assertThat(lists(series().hybrid("slice-sum", "late-interaction")))
                .containsExactly(new RankedBy.Slice(Ranking.SUM), new RankedBy.Late());
        assertThat(lists(new RequestBuilder().text("a cyst"))).containsExactly(report);
        assertThat(lists(series().text("a cyst"))).containsExactly(average, report);
    }

    @Test
    void text_goes_to_images_where_the_model_shares_a_space() {
        SearchRequest text = new RequestBuilder().text("a cyst").build();

        assertThat(text.lists(false, true)).containsExactly(new RankedBy.Text(TextTarget.VOLUME));
        assertThat(text.lists(false, false)).containsExactly(new RankedBy.Text(TextTarget.REPORT));
    }

    @Test
    void image_and_text_together_are_one_vector_by_method_volume() {
        assertThat(lists(series().text("a cyst").method(Method.VOLUME).with("textWeight", 0.25)))
                .containsExactly(new RankedBy.VolumeAndText(Pooling.AVG, 0.25));
    }

    private static RequestBuilder series() {
        return new RequestBuilder().series("1.1");
    }

    private static List<RankedBy> lists(RequestBuilder request) {
        return request.build().lists(false, false);
    }

    // --- rules

    @Test
    void query_is_a_series_or_an_image_that_is_sent() {
        refused("two queries", () -> series().build().lists(true, false));
        refused("give a series", () -> new RequestBuilder().build().lists(false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void text_without_words_is_refused(String blank) {
        refused("text must have", () -> new RequestBuilder().text(blank).build());
    }

    @Test
    void text_has_4096_characters_at_most() {
        String longest = "x".repeat(4_096);

        assertThat(new RequestBuilder().text(longest).build().text()).contains(longest);
        refused(
                "text must have 1 to 4096 characters",
                () -> new RequestBuilder().text(longest + "x").build());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void k_goes_from_1_to_1000(int k) {
        assertThat(new RequestBuilder().k(k).build().count()).isEqualTo(k);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_001, Integer.MAX_VALUE})
    void k_beyond_its_bounds_is_refused(int k) {
        refused("k must be 1 to 1000", () -> new RequestBuilder().k(k).build());
    }

    @Test
    void each_method_needs_what_it_compares() {
        refused(
                "needs a series or an image",
                () -> lists(new RequestBuilder().text("a cyst").method(Method.VOLUME)));
        refused(
                "needs a series or an image",
                () -> lists(new RequestBuilder().text("a cyst").hybrid("slice-freq", "text-report")));
        refused(
                "needs a text",
                () -> new RequestBuilder().method(Method.TEXT).build().lists(true, false));
        refused("text belongs to", () -> lists(series().text("a cyst").method(Method.SLICE)));
        refused("text belongs to", () -> lists(series().text("a cyst").hybrid("slice-freq", "volume-avg")));
    }

    @Test
    void report_of_the_series_stands_for_a_text() {
        assertThat(lists(series().method(Method.TEXT))).containsExactly(new RankedBy.Text(TextTarget.REPORT));
    }

    @ParameterizedTest
    @CsvSource({
        "pooling, avg, slice",
        "ranking, freq, volume",
        "target, report, volume",
        "ranking, freq, text",
        "pooling, avg, late-interaction"
    })
    void option_belongs_to_its_method(String option, String value, String method) {
        refused(
                option + " belongs to method",
                () -> new RequestBuilder()
                        .with("method", method)
                        .with(option, value)
                        .build());
    }

    @ParameterizedTest
    @CsvSource({
        "neighbours, 0, 201",
        "candidates, 0, 501",
        "textWeight, -0.1, 1.1",
        "diversity, -0.1, 1.1",
    })
    void options_have_bounds(String option, double below, double above) {
        for (double value : new double[] {below, above}) {
            Number number = value == Math.rint(value) ? (Number) (int) value : value;
            refused(
                    option + " must be",
                    () -> new RequestBuilder().with(option, number).build());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"fromSlice\":1,\"toMm\":5}"})
    void region_is_by_slices_or_by_mm(String region) {
        refused("region is by slices or by mm", () -> read("{\"region\":" + region + "}"));
    }

    @Test
    void hybrid_is_of_two_lists() {
        refused("are two", () -> series().hybrid("volume-avg").build());
        refused("a list is one of", () -> series().hybrid("volume-avg", "knn").build());
        refused(
                "pooling is one of",
                () -> series().hybrid("volume-best", "text-report").build());
    }

    @Test
    void cursor_is_one_that_an_answer_gave() {
        Cursor cursor = new Cursor(20, new Neighbour(Samples.key("1.2.3"), 0.1));

        assertThat(read("{\"searchAfter\":\"" + cursor.toText() + "\"}").searchAfter())
                .contains(cursor);
        for (String other : List.of("", "x", "MSAy", "%")) {
            refused("searchAfter", () -> read("{\"searchAfter\":\"" + other + "\"}"));
        }
    }

    @Test
    void paging_ends_at_the_greatest_k() {
        Cursor cursor = new Cursor(995, new Neighbour(Samples.key("1.2.3"), 0.1));
        SearchRequest request = new RequestBuilder().with("searchAfter", cursor).build();

        refused("1000 at most", request::wanted);
        refused(
                "diversity",
                () -> new RequestBuilder()
                        .with("searchAfter", cursor)
                        .with("diversity", 0.5)
                        .build());
    }

    // --- JSON

    @Test
    void request_is_the_same_after_a_round_trip_through_json() {
        SearchRequest volume = new RequestBuilder()
                .series("1.2.3")
                .method(Method.VOLUME)
                .pooling(Pooling.MEDIAN)
                .k(5)
                .filters(new Filters(
                        List.of(CollectionName.CLINICAL, new CollectionName("trial")),
                        List.of("CT"),
                        List.of("CHEST", "ABDOMEN"),
                        new Filters.Dates(
                                Optional.of(LocalDate.of(2020, 1, 1)), Optional.of(LocalDate.of(2026, 12, 31))),
                        Map.of("finding", "cyst")))
                .exact(true)
                .build();
        SearchRequest everything = new RequestBuilder()
                .series("1.2.3")
                .hybrid(Fusion.INTERLEAVE, "slice-max", "text-volume")
                .with("neighbours", 5)
                .with("candidates", 70)
                .with("excludeSamePatient", true)
                .with("minScore", 0.5)
                .with("region", Map.of("fromMm", -20.5, "toMm", 30))
                .with("explain", true)
                .model("0123456789abcdef")
                .with("searchAfter", new Cursor(10, new Neighbour(Samples.key("1.2"), 0.25)))
                .build();
        SearchRequest slice = new RequestBuilder()
                .series("1.2.3")
                .method(Method.SLICE)
                .ranking(Ranking.SUM)
                .build();
        SearchRequest text = new RequestBuilder().text("a cyst").exact(false).build();

        for (SearchRequest request : List.of(volume, everything, slice, text)) {
            assertThat(Json.read(Json.write(request), SearchRequest.class)).isEqualTo(request);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"serie\":\"1.1\"}",
                "{\"filters\":{\"collection\":[\"clinical\"]}}",
                "{\"filters\":{\"dates\":{\"form\":\"2026-01-01\"}}}",
                "{\"k\":\"5\"}",
                "{\"k\":1.5}",
                "{\"exact\":\"yes\"}",
                "{\"method\":1}",
                "{\"filters\":{\"dates\":{\"from\":\"1.1.2026\"}}}",
                "{\"series\":[\"1.1\"]}",
                "[]",
                "{\"k\":5} {}",
                "{\"k\":5",
                "null",
                ""
            })
    void json_of_another_shape_is_refused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(CodedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"series\":\"patient\"}",
                "{\"filters\":{\"collections\":[\"Clinical\"]}}",
                "{\"filters\":{\"collections\":[null]}}",
                "{\"filters\":{\"modalities\":[null]}}",
                "{\"filters\":{\"labels\":{\"finding\":null}}}"
            })
    void json_with_a_value_that_is_not_allowed_is_refused(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVENT_INVALID));
    }

    // --- names

    @ParameterizedTest
    @EnumSource(Method.class)
    void methods_are_lower_case_on_the_wire(Method method) {
        assertThat(Method.ofWireName(method.wireName())).isEqualTo(method);
        assertThat(new String(Json.write(method), StandardCharsets.UTF_8))
                .isEqualTo('"' + method.wireName() + '"')
                .doesNotContainPattern("[A-Z_]");
    }

    @ParameterizedTest
    @EnumSource(Ranking.class)
    void rankings_are_lower_case_on_the_wire(Ranking ranking) {
        assertThat(Ranking.ofWireName(ranking.wireName())).isEqualTo(ranking);
        assertThat(new String(Json.write(ranking), StandardCharsets.UTF_8))
                .isEqualTo('"' + ranking.wireName() + '"')
                .isLowerCase();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VOLUME", "Freq", "median ", "", "knn"})
    void names_that_do_not_exist_are_refused_in_words(String name) {
        refused("method is one of volume, slice, late-interaction, text, hybrid", () -> Method.ofWireName(name));
        refused("ranking is one of freq, max, sum", () -> Ranking.ofWireName(name));
        refused("method is one of", () -> read("{\"method\":\"" + name + "\"}"));
        refused("ranking is one of", () -> read("{\"method\":\"slice\",\"ranking\":\"" + name + "\"}"));
        refused("pooling is one of", () -> read("{\"pooling\":\"" + name + "\"}"));
    }

    private static SearchRequest read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), SearchRequest.class);
    }

    private static void refused(String words, ThrowingCallable made) {
        assertThatThrownBy(made)
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_INVALID));
    }
}
