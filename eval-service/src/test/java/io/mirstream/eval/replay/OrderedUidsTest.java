package io.mirstream.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.NiftiUids;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderedUidsTest {
    private static final int VOLUMES = 101;

    @Test
    void series_are_in_the_order_of_their_volumes() {
        OrderedUids uids = new OrderedUids("a", VOLUMES);

        List<SeriesUid> series = new ArrayList<>();
        for (int rank = 0; rank < VOLUMES; rank++) {
            String file = "liver_" + rank + ".nii.gz";
            series.add(NiftiUids.series(uids.study("liver/" + rank, rank, file), file));
        }

        assertThat(series).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void the_same_replay_has_the_same_uids_and_no_other_has_them() {
        StudyUid study = new OrderedUids("a", VOLUMES).study("liver/BOTH/liver_1", 7, "liver_1.nii.gz");

        assertThat(new OrderedUids("a", VOLUMES).study("liver/BOTH/liver_1", 7, "liver_1.nii.gz"))
                .isEqualTo(study);
        Set<StudyUid> others = new HashSet<>();
        others.add(study);
        others.add(new OrderedUids("b", VOLUMES).study("liver/BOTH/liver_1", 7, "liver_1.nii.gz"));
        others.add(new OrderedUids("a", VOLUMES).study("colon/BOTH/liver_1", 7, "liver_1.nii.gz"));
        assertThat(others).hasSize(3);
    }
}
