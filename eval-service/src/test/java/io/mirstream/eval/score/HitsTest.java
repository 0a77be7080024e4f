package io.mirstream.eval.score;

import static io.mirstream.eval.score.SmallPool.POOL;
import static io.mirstream.eval.score.SmallPool.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.eval.dataset.VolumeId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HitsTest {
    private static final VolumeId Q2 = new VolumeId("q2");
    private static final VolumeId Q3 = new VolumeId("q3");
    private static final VolumeId QL = new VolumeId("ql");
    private static final Map<VolumeId, List<VolumeId>> RANKINGS =
            Map.of(Q2, ids("c3", "l1", "c1", "c2"), Q3, ids(), QL, ids("l2"));

    @Test
    void flag_is_hit_by_any_lesion_and_normals_by_normals() {
        assertThat(Hits.of(POOL, Relevance.FLAG, QuerySelection.ALL, RANKINGS))
                .containsExactly(
                        new Hits(Q2, List.of(true, false, true, true), 3),
                        new Hits(Q3, List.of(), 3),
                        new Hits(QL, List.of(true), 2));
    }

    @Test
    void group_is_hit_by_the_same_group_alone() {
        assertThat(Hits.of(POOL, Relevance.GROUP, QuerySelection.ALL, RANKINGS))
                .containsExactly(
                        new Hits(Q2, List.of(false, false, true, true), 2),
                        new Hits(Q3, List.of(), 1),
                        new Hits(QL, List.of(true), 2));
    }

    @Test
    void queries_without_a_lesion_can_be_left_out() {
        assertThat(Hits.of(POOL, Relevance.GROUP, QuerySelection.LESIONS, RANKINGS))
                .extracting(Hits::query)
                .containsExactly(Q2, Q3);
    }

    @Test
    void ranking_that_cannot_be_is_refused() {
        assertRefused(Map.of(Q2, ids(), QL, ids()), "q3 has no ranking");
        assertRefused(Map.of(Q2, ids("c1", "c1"), Q3, ids(), QL, ids()), "q2 found a volume twice");
        assertRefused(Map.of(Q2, ids("q3"), Q3, ids(), QL, ids()), "q2 found what is not in the index");
        assertThatThrownBy(() -> new Hits(Q2, List.of(true, true), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(Map<VolumeId, List<VolumeId>> rankings, String reason) {
        assertThatThrownBy(() -> Hits.of(POOL, Relevance.FLAG, QuerySelection.ALL, rankings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }
}
