package io.mirstream.eval.dataset.phantom;

import io.mirstream.eval.dataset.LesionGroup;
import io.mirstream.eval.dataset.Organ;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How many volumes of what a pool has, besides the borrowed ones: these are the volumes of group 1 of the other organs, as
 * in the published pools.
 *
 * @param byGroup volumes of its own organ in groups 1 to 4
 * @param healthy volumes of its own organ without lesions
 * @param lesionQueries queries with a lesion
 * @param normalQueries queries without, by the task that they come from
 */
record PoolComposition(List<Integer> byGroup, int healthy, int lesionQueries, Map<Organ, Integer> normalQueries) {
    PoolComposition {
        byGroup = List.copyOf(byGroup);
        normalQueries = new EnumMap<>(normalQueries);
        if (byGroup.size() != LesionGroup.MAX) {
            throw new IllegalArgumentException("a pool has a number of volumes for each of the four groups");
        }
    }

    int inGroup(int group) {
        return byGroup.get(group - 1);
    }
}
