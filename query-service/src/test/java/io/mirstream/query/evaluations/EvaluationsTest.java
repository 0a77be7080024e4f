package io.mirstream.query.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationsTest {
    private static final Instant FINISHED = Instant.parse("2026-01-02T03:10:00Z");
    private static final long ROOM = 1 << 20;

    @Test
    void list_is_newest_first_and_says_each_organ_and_method_once() {
        Evaluations evaluations = new Evaluations(5, ROOM);
        evaluations.put(Reports.json("newer", FINISHED.plusSeconds(1)));

        evaluations.put(Reports.json("older", FINISHED));

        assertThat(evaluations.summaries()).extracting(Summary::id).containsExactly("newer", "older");
        Summary first = evaluations.summaries().getFirst();
        assertThat(first.organs()).containsExactly("liver", "lung");
        assertThat(first.methods()).containsExactly("slice-freq", "hybrid");
        assertThat(first.model()).isEqualTo(new Summary.Model("precomputed", "1", "0123456789abcdef"));
    }

    @Test
    void oldest_goes_when_there_are_more_than_are_kept() {
        Evaluations evaluations = new Evaluations(2, ROOM);
        for (int second : new int[] {3, 1, 2}) {
            evaluations.put(Reports.json("at-" + second, FINISHED.plusSeconds(second)));
        }

        assertThat(evaluations.summaries()).extracting(Summary::id).containsExactly("at-3", "at-2");
        assertThat(evaluations.json("at-1")).isEmpty();
    }

    @Test
    void oldest_goes_when_there_is_no_room_and_the_newest_stays_however_large() {
        byte[] newest = Reports.json("newest", FINISHED.plusSeconds(1));
        Evaluations evaluations = new Evaluations(5, newest.length - 1);
        evaluations.put(Reports.json("older", FINISHED));

        evaluations.put(newest);

        assertThat(evaluations.summaries()).extracting(Summary::id).containsExactly("newest");
        assertThat(evaluations.json("newest")).contains(newest);
    }

    @Test
    void report_of_the_same_id_replaces_the_one_before() {
        Evaluations evaluations = new Evaluations(5, ROOM);
        evaluations.put(Reports.json("same", FINISHED));

        evaluations.put(Reports.json("same", FINISHED.plusSeconds(1)));

        assertThat(evaluations.summaries())
                .singleElement()
                .extracting(Summary::finished)
                .isEqualTo(FINISHED.plusSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"version\": 2}", "{\"version\": 1}", "[]", "7"})
    void what_is_no_report_of_this_version_is_refused(String json) {
        assertThatThrownBy(() -> new Evaluations(5, ROOM).put(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVENT_INVALID));
    }
}
