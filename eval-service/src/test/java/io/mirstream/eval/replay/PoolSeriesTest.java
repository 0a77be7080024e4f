package io.mirstream.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.eval.dataset.Captions;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSeriesTest {
    private static final int QUERIES = 5;

    @ParameterizedTest
    @ValueSource(strings = {"0000000000000000", "00000000000000ff", "ffffffffffffffff"})
    void uids_are_in_the_order_of_volume_ids(String fingerprint) {
        PoolSeries series = series(fingerprint, Organ.LIVER);

        List<PoolSeries.Entry> byUid = series.entries(PoolSeries.Side.INDEX).stream()
                .sorted((first, second) -> first.series().compareTo(second.series()))
                .toList();

        assertThat(byUid)
                .extracting(PoolSeries.Entry::volume)
                .isSorted()
                .startsWith(new VolumeId("liver_1"), new VolumeId("liver_10"));
    }

    @Test
    void uids_are_those_of_no_other_volume_pool_side_or_replay() {
        List<SeriesUid> uids = new ArrayList<>();
        for (String fingerprint : List.of("0123456789abcdef", "fedcba9876543210")) {
            for (Organ organ : Organ.values()) {
                for (PoolSeries.Side side : PoolSeries.Side.values()) {
                    series(fingerprint, organ).entries(side).forEach(entry -> uids.add(entry.series()));
                }
            }
        }

        assertThat(uids).doesNotHaveDuplicates();
    }

    @Test
    void uids_are_numbers_of_128_bits() {
        assertThat(series("ffffffffffffffff", Organ.LUNG).entries(PoolSeries.Side.QUERIES))
                .allSatisfy(entry -> {
                    assertThat(entry.series().value()).matches("2\\.25\\.[1-9][0-9]*");
                    assertThat(new BigInteger(entry.series().value().substring("2.25.".length())).bitLength())
                            .isLessThanOrEqualTo(128);
                });
    }

    private static PoolSeries series(String fingerprint, Organ organ) {
        List<VolumeLabels> labels = IntStream.rangeClosed(1, 130)
                .mapToObj(number -> new VolumeLabels(
                        new VolumeId("liver_" + number), organ, 1, 1, 1, true, new Captions("a", "b", "c")))
                .toList();
        List<VolumeId> volumes = labels.stream().map(VolumeLabels::id).toList();
        Pool pool = new Pool(
                organ,
                labels,
                volumes.subList(0, volumes.size() - QUERIES),
                volumes.subList(volumes.size() - QUERIES, volumes.size()));
        return new PoolSeries(new ModelFingerprint(fingerprint), pool);
    }
}
