package io.mirstream.contracts.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DerivedUidTest {
    @Test
    void same_names_give_the_same_uid_in_every_release() {
        assertThat(StudyUid.derivedFrom("nifti", "abc").value())
                .isEqualTo("2.25.98692792496117725734588010201151156552");
        assertThat(SeriesUid.derivedFrom("nifti", "abc").value())
                .isEqualTo("2.25.98692792496117725734588010201151156552");
    }

    @Test
    void names_are_not_run_together() {
        assertThat(StudyUid.derivedFrom("ab", "c")).isNotEqualTo(StudyUid.derivedFrom("a", "bc"));
        assertThat(StudyUid.derivedFrom("a", "")).isNotEqualTo(StudyUid.derivedFrom("a"));
    }

    @Test
    void derived_uids_are_valid_and_distinct() {
        Set<StudyUid> uids = IntStream.range(0, 1_000)
                .mapToObj(i -> StudyUid.derivedFrom("name", Integer.toString(i))) // the constructor refuses bad ones
                .collect(Collectors.toSet());

        assertThat(uids).hasSize(1_000).allSatisfy(uid -> {
            assertThat(uid.value())
                    .startsWith("2.25.")
                    .hasSizeLessThanOrEqualTo(64)
                    .doesNotContain(".0");
            BigInteger bits = new BigInteger(uid.value().substring("2.25.".length()));
            UUID uuid = new UUID(bits.shiftRight(64).longValue(), bits.longValue());
            assertThat(uuid.version()).isEqualTo(8);
            assertThat(uuid.variant()).isEqualTo(2);
        });
    }
}
