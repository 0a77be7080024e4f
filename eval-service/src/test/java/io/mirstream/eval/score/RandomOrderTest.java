package io.mirstream.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.eval.dataset.VolumeId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the mean over all orders. */
class RandomOrderTest {
    @ParameterizedTest
    @CsvSource({
        "4, 2, 0, 0",
        "13, 4, 0, 0",
        "4, 2, 9, 3",
        "4, 0, 9, 3",
        "4, 4, 9, 3",
        "12, 3, 2, 1",
        "10, 2, 3, 1",
        "3, 1, 2, 0",
        "2, 0, 2, 0",
        "0, 0, 5, 2",
        "1, 1, 11, 11"
    })
    void expected_scores_are_means_over_all_orders(int size, int relevant, int restSize, int restRelevant) {
        RandomOrder order = new RandomOrder(
                List.of(new RandomOrder.Part(size, relevant), new RandomOrder.Part(restSize, restRelevant)));
        List<Hits> orders = new ArrayList<>();
        for (List<Boolean> first : orders(size, relevant)) {
            for (List<Boolean> rest : orders(restSize, restRelevant)) {
                List<Boolean> ranked = new ArrayList<>(first);
                ranked.addAll(rest);
                orders.add(new Hits(new VolumeId("q"), ranked, relevant + restRelevant));
            }
        }

        Map<Metric, Double> expected = order.expected();

        Scores scores = Scoring.CORRECTED.score(orders);
        Map<Metric, Double> means = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            means.put(metric, scores.mean(metric));
        }
        assertThat(expected).containsOnlyKeys(Metric.values());
        means.forEach((metric, mean) ->
                assertThat(expected.get(metric)).as("%s", metric).isCloseTo(mean, within(1e-9)));
    }

    /** All places that {@code relevant} ones may have among {@code size}. */
    private static List<List<Boolean>> orders(int size, int relevant) {
        List<List<Boolean>> orders = new ArrayList<>();
        for (int places = 0; places < 1 << size; places++) {
            if (Integer.bitCount(places) == relevant) {
                List<Boolean> order = new ArrayList<>();
                for (int rank = 0; rank < size; rank++) {
                    order.add((places >>> rank & 1) == 1);
                }
                orders.add(order);
            }
        }
        return orders;
    }
}
