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
import java.util.Arrays;
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

        List<PoolSeries.Entry> byUid = series.entries().stream()
                .filter(entry -> entry.role() != Role.QUERY)
                .sorted((first, second) -> first.series().compareTo(second.series()))
                .toList();

        assertThat(byUid)
                .extracting(PoolSeries.Entry::volume)
                .isSorted()
                .startsWith(new VolumeId("liver_1"), new VolumeId("liver_10"));
    }

    @Test
    void uids_are_those_of_no_other_volume_pool_or_replay() {
        List<SeriesUid> uids = new ArrayList<>();
        for (String fingerprint : List.of("0123456789abcdef", "fedcba9876543210")) {
            List<Pool> pools =
                    Arrays.stream(Organ.values()).map(PoolSeriesTest::pool).toList();
            for (PoolSeries series : PoolSeries.of(new ModelFingerprint(fingerprint), pools)) {
                series.entries().forEach(entry -> uids.add(entry.series()));
            }
        }

        assertThat(uids).doesNotHaveDuplicates();
    }

    @Test
    void uids_are_numbers_of_128_bits() {
        assertThat(series("ffffffffffffffff", Organ.LUNG).entries()).allSatisfy(entry -> {
            assertThat(entry.series().value()).matches("2\\.25\\.[1-9][0-9]*");
            assertThat(new BigInteger(entry.series().value().substring("2.25.".length())).bitLength())
                    .isLessThanOrEqualTo(128);
        });
    }

    @Test
    void uids_of_several_pools_are_in_the_order_of_volume_ids() {
        List<PoolSeries.Entry> byUid =
                PoolSeries.of(new ModelFingerprint("00000000000000ff"), List.of(pool(Organ.LIVER), pool(Organ.LUNG)))
                        .stream()
                        .flatMap(series -> series.entries().stream())
                        .sorted((first, second) -> first.series().compareTo(second.series()))
                        .toList();

        assertThat(byUid).extracting(PoolSeries.Entry::volume).isSorted().hasSize(260);
    }

    @Test
    void each_volume_is_in_the_common_gallery_once_and_no_query_of_any_pool_is() {
        Pool liver = new Pool(
                Organ.LIVER, labels(Organ.LIVER, 1, 2, 3, 4), volumes(1, 2, 3), volumes(4)); // 3 is a query of the lung
        Pool lung = new Pool(Organ.LUNG, labels(Organ.LIVER, 2, 3, 5), volumes(2, 5), volumes(3));

        List<PoolSeries> series = PoolSeries.of(new ModelFingerprint("00000000000000ff"), List.of(liver, lung));

        assertThat(volumes(series.getFirst(), Role.BOTH)).containsExactlyElementsOf(volumes(1, 2));
        assertThat(volumes(series.getFirst(), Role.OWN)).containsExactlyElementsOf(volumes(3));
        assertThat(volumes(series.getLast(), Role.BOTH)).containsExactlyElementsOf(volumes(5));
        assertThat(volumes(series.getLast(), Role.OWN)).containsExactlyElementsOf(volumes(2));
    }

    private static List<VolumeId> volumes(PoolSeries series, Role role) {
        return series.entries().stream()
                .filter(entry -> entry.role() == role)
                .map(PoolSeries.Entry::volume)
                .toList();
    }

    private static PoolSeries series(String fingerprint, Organ organ) {
        return PoolSeries.of(new ModelFingerprint(fingerprint), List.of(pool(organ)))
                .getFirst();
    }

    private static Pool pool(Organ organ) {
        int[] numbers = IntStream.rangeClosed(1, 130).toArray();
        List<VolumeId> volumes = volumes(numbers);
        return new Pool(
                organ,
                labels(organ, numbers),
                volumes.subList(0, volumes.size() - QUERIES),
                volumes.subList(volumes.size() - QUERIES, volumes.size()));
    }

    private static List<VolumeLabels> labels(Organ source, int... numbers) {
        return volumes(numbers).stream()
                .map(volume -> new VolumeLabels(volume, source, 1, 1, 1, true, new Captions("a", "b", "c")))
                .toList();
    }

    private static List<VolumeId> volumes(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> new VolumeId("liver_" + number))
                .toList();
    }
}
