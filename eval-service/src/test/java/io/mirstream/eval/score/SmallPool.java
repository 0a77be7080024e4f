package io.mirstream.eval.score;

import io.mirstream.eval.dataset.Captions;
import io.mirstream.eval.dataset.LesionGroup;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.util.Arrays;
import java.util.List;

/**
 * A colon pool. Index: c1 and c2 of group 2, c3 of group 3, and the normals l1 and l2 of the lung's task. Queries: q2 and q3
 * of groups 2 and 3, and the normal ql.
 */
final class SmallPool {
    static final Pool POOL = new Pool(
            Organ.COLON,
            List.of(
                    lesion("c1", 2),
                    lesion("c2", 2),
                    lesion("c3", 3),
                    normal(Organ.LUNG, "l1"),
                    normal(Organ.LUNG, "l2"),
                    lesion("q2", 2),
                    lesion("q3", 3),
                    normal(Organ.LUNG, "ql")),
            ids("c1", "c2", "c3", "l1", "l2"),
            ids("q2", "q3", "ql"));

    private SmallPool() {}

    static List<VolumeId> ids(String... names) {
        return Arrays.stream(names).map(VolumeId::new).toList();
    }

    static VolumeLabels lesion(String name, int group) {
        return new VolumeLabels(
                new VolumeId(name), Organ.COLON, 2 * group - 1, 1, group, true, new Captions("a", "b", "c"));
    }

    static VolumeLabels normal(Organ source, String name) {
        return new VolumeLabels(new VolumeId(name), source, 0, 0, LesionGroup.NONE, false, new Captions("a", "b", "c"));
    }
}
