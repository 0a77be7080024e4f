package io.mirstream.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRequestTest {
    // --- defaults

    @Test
    void what_is_absent_has_its_default() {
        SearchRequest request = read("{}");

        assertThat(request.methodOrDefault()).isEqualTo(Method.VOLUME);
        assertThat(request.poolingOrDefault()).isEqualTo(Pooling.AVG);
        assertThat(request.rankingOrDefault()).isEqualTo(Ranking.FREQ);
        assertThat(request.count()).isEqualTo(10);
        assertThat(request.filters()).isEqualTo(Filters.NONE);
        assertThat(request.exact()).isEmpty();
    }

    @Test
    void text_is_searched_as_text_unless_said() {
        assertThat(new RequestBuilder().text("a cyst").build().methodOrDefault())
                .isEqualTo(Method.TEXT);
    }

    // --- rules

    @Test
    void series_and_text_are_two_queries() {
        refused(
                "two queries",
                () -> new RequestBuilder()
                        .series("1.1")
                        .text("a cyst")
                        .method(Method.TEXT)
                        .build());
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
    void method_text_needs_a_text_and_a_text_no_other_method() {
        refused("method text", () -> new RequestBuilder().method(Method.TEXT).build());
        refused(
                "method text",
                () -> new RequestBuilder().series("1.1").method(Method.TEXT).build());
        refused(
                "method text",
                () -> new RequestBuilder().text("a cyst").method(Method.VOLUME).build());
        refused(
                "method text",
                () -> new RequestBuilder().text("a cyst").method(Method.SLICE).build());
    }

    @Test
    void pooling_belongs_to_volume() {
        refused(
                "pooling belongs",
                () -> new RequestBuilder()
                        .method(Method.SLICE)
                        .pooling(Pooling.AVG)
                        .build());
        refused(
                "pooling belongs",
                () -> new RequestBuilder().text("a cyst").pooling(Pooling.AVG).build());
    }

    @Test
    void ranking_belongs_to_slice() {
        refused(
                "ranking belongs",
                () -> new RequestBuilder().ranking(Ranking.MAX).build());
        refused(
                "ranking belongs",
                () -> new RequestBuilder().text("a cyst").ranking(Ranking.MAX).build());
    }

    // --- JSON

    @Test
    void request_is_the_same_after_a_round_trip_through_json() {
        SearchRequest volume = new SearchRequest(
                Optional.of(new SeriesUid("1.2.3")),
                Optional.empty(),
                Optional.of(Method.VOLUME),
                Optional.of(Pooling.MEDIAN),
                Optional.empty(),
                Optional.of(5),
                new Filters(
                        List.of(CollectionName.CLINICAL, new CollectionName("trial")),
                        List.of("CT"),
                        List.of("CHEST", "ABDOMEN"),
                        new Filters.Dates(
                                Optional.of(LocalDate.of(2020, 1, 1)), Optional.of(LocalDate.of(2026, 12, 31))),
                        Map.of("finding", "cyst")),
                Optional.of(true),
                Optional.of("0123456789abcdef"));
        SearchRequest slice = new RequestBuilder()
                .series("1.2.3")
                .method(Method.SLICE)
                .ranking(Ranking.SUM)
                .build();
        SearchRequest text = new RequestBuilder().text("a cyst").exact(false).build();

        for (SearchRequest request : List.of(volume, slice, text)) {
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
                .isLowerCase();
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
        refused("method is one of volume, slice, text", () -> Method.ofWireName(name));
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
