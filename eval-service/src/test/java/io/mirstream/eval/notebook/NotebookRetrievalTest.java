package io.mirstream.eval.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.notebook.NotebookRetrieval.Pooling;
import io.mirstream.eval.notebook.NotebookRetrieval.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Vectors are directions in a plane, in degrees: the nearest slice has the nearest angle. */
class NotebookRetrievalTest {
    @Test
    void volumes_are_ranked_by_number_best_or_sum_of_their_fetched_slices() {
        NotebookRetrieval retrieval = new NotebookRetrieval(Map.of(
                id("many"), same(20, 9), // nine slices at some distance
                id("near"), same(1, 2), // two near ones
                id("mean"), same(10, 9),
                id("far"), same(90, 30)));

        List<float[]> query = List.of(at(0));

        // 2 near, 9 mean, 9 many: 20 slices, and none of the far ones
        assertThat(names(retrieval.slices(query, Rule.FREQ))).containsExactly("many", "mean", "near");
        assertThat(names(retrieval.slices(query, Rule.MAX))).containsExactly("near", "mean", "many");
        assertThat(names(retrieval.slices(query, Rule.SUM))).containsExactly("mean", "many", "near");
    }

    @Test
    void each_slice_of_the_query_fetches_20() {
        NotebookRetrieval retrieval =
                new NotebookRetrieval(Map.of(id("a"), same(0, 20), id("b"), same(90, 20), id("c"), same(45, 19)));

        assertThat(names(retrieval.slices(List.of(at(0), at(90), at(90)), Rule.FREQ)))
                .containsExactly("b", "a");
        assertThat(names(retrieval.slices(List.of(at(45)), Rule.FREQ)))
                .startsWith("c")
                .hasSize(2);
    }

    @Test
    void ties_fall_by_name_in_code_point_order_and_ten_are_kept() {
        Map<VolumeId, List<float[]>> index = new HashMap<>();
        for (int i = 1; i <= 12; i++) {
            index.put(id("liver_" + i), List.of(at(i)));
        }

        assertThat(names(new NotebookRetrieval(index).slices(List.of(at(0)), Rule.FREQ)))
                .containsExactly(
                        "liver_1",
                        "liver_10",
                        "liver_11",
                        "liver_12",
                        "liver_2",
                        "liver_3",
                        "liver_4",
                        "liver_5",
                        "liver_6",
                        "liver_7");
    }

    @Test
    void pooling_takes_vectors_as_delivered() {
        List<float[]> slices = List.of(vector(1, 8), vector(3, 0), vector(8, 2), vector(0, 2));

        assertThat(Pooling.MEDIAN.pooled(slices)).containsExactly(2, 2);
        assertThat(Pooling.MEDIAN.pooled(slices.subList(0, 3))).containsExactly(3, 2);
        assertThat(Pooling.MAXPOOLING.pooled(slices)).containsExactly(8, 8);
        assertThat(Pooling.AVGPOOLING.pooled(slices)).containsExactly(3, 3);
        assertThat(Pooling.STD.pooled(slices)).containsExactly(new float[] {(float) Math.sqrt(9.5), 3}, within(1e-6f));
    }

    @Test
    void pooled_volumes_are_ranked_by_angle_whatever_their_length() {
        NotebookRetrieval retrieval = new NotebookRetrieval(Map.of(
                id("long"),
                List.of(vector(100, 90)),
                id("short"),
                List.of(vector(0.1f, 0.01f)),
                id("off"),
                same(90, 1)));

        assertThat(names(retrieval.volumes(List.of(vector(2, 0), vector(4, 0)), Pooling.AVGPOOLING)))
                .containsExactly("short", "long", "off");
    }

    @Test
    void caption_is_a_vector_of_its_own_length() {
        NotebookRetrieval retrieval = new NotebookRetrieval(Map.of(id("a"), same(0, 3), id("b"), same(80, 5)));

        assertThat(names(retrieval.caption(vector(1000, 10)))).containsExactly("b", "a");
    }

    @Test
    void hybrid_takes_turns_without_repeating_and_stops_with_the_shorter_list() {
        NotebookRetrieval retrieval = new NotebookRetrieval(Map.of(
                id("a"),
                same(0, 12),
                id("b"),
                same(1, 6),
                id("c"),
                same(2, 2),
                id("x"),
                same(90, 15),
                id("y"),
                same(89, 15)));

        List<float[]> query = List.of(at(0)); // a, b, c
        assertThat(names(retrieval.slices(query, Rule.FREQ))).containsExactly("a", "b", "c");
        assertThat(names(retrieval.caption(at(90)))).containsExactly("x", "y");

        assertThat(names(retrieval.hybrid(query, at(90)))).containsExactly("a", "x", "b", "y");
        assertThat(names(retrieval.hybrid(query, at(0)))).containsExactly("a", "b", "c");
    }

    private static VolumeId id(String name) {
        return new VolumeId(name);
    }

    private static List<String> names(List<VolumeId> volumes) {
        return volumes.stream().map(VolumeId::value).toList();
    }

    private static List<float[]> same(double degrees, int count) {
        return new ArrayList<>(Collections.nCopies(count, at(degrees)));
    }

    private static float[] at(double degrees) {
        return vector((float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees)));
    }

    private static float[] vector(float x, float y) {
        return new float[] {x, y};
    }
}
