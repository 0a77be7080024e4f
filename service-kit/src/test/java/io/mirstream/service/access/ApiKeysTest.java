package io.mirstream.service.access;

import static io.mirstream.service.access.ReachTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    /** Of {@code secret}, as sha256sum prints it. */
    private static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private static final Caller PACS = Caller.of("pacs", List.of("ingest"), List.of("*"));
    private static final Caller ALICE = Caller.of("alice", List.of("reader"), List.of("*"));

    @Test
    void key_is_known_by_its_hash() {
        ApiKeys keys = new ApiKeys.Builder()
                .add("0".repeat(64), ALICE)
                .add(HASH, PACS)
                .add("f".repeat(64), ALICE)
                .build();

        assertThat(keys.of("secret")).contains(PACS);
    }

    @Test
    void other_keys_and_the_hash_itself_are_nobodys() {
        ApiKeys keys = new ApiKeys.Builder()
                .add(HASH.toUpperCase(java.util.Locale.ROOT), PACS)
                .build();

        assertThat(keys.of("Secret")).isEmpty();
        assertThat(keys.of("")).isEmpty();
        assertThat(keys.of(HASH)).isEmpty();
    }

    @Test
    void what_is_no_hash_or_another_callers_is_refused() {
        ApiKeys.Builder keys = new ApiKeys.Builder().add(HASH, PACS);

        assertRefused(ErrorCode.ACCESS_INVALID, () -> keys.add("secret", ALICE));
        assertRefused(ErrorCode.ACCESS_INVALID, () -> keys.add("abcd", ALICE));
        assertRefused(ErrorCode.ACCESS_INVALID, () -> keys.add(HASH, ALICE));
    }
}
