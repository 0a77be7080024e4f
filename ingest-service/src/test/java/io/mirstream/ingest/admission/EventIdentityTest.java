package io.mirstream.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdentityTest {
    private static final URI SOURCE = URI.create("urn:pacs:1");

    @Test
    void same_id_of_the_same_source_has_the_same_digest() {
        assertThat(new EventIdentity(URI.create("urn:pacs:1"), "7").digest())
                .isEqualTo(new EventIdentity(SOURCE, "7").digest());
    }

    @Test
    void same_id_of_another_source_is_another_event() {
        assertThat(List.of(
                        new EventIdentity(SOURCE, "7").digest(),
                        new EventIdentity(SOURCE, "8").digest(),
                        new EventIdentity(URI.create("urn:pacs:2"), "7").digest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void source_and_id_do_not_run_into_each_other() {
        assertThat(new EventIdentity(URI.create("urn:pacs:1"), "23").digest())
                .isNotEqualTo(new EventIdentity(URI.create("urn:pacs:12"), "3").digest());
    }

    @Test
    void digest_is_as_long_for_the_longest_id_as_for_the_shortest() {
        String longest = "x".repeat(EventIdentity.MAX_ID_CHARACTERS);

        assertThat(new EventIdentity(SOURCE, longest).digest())
                .hasSameSizeAs(new EventIdentity(SOURCE, "x").digest())
                .hasSize(22);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, EventIdentity.MAX_ID_CHARACTERS + 1})
    void id_that_is_empty_or_too_long_is_refused(int characters) {
        assertThatThrownBy(() -> new EventIdentity(SOURCE, "x".repeat(characters)))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EVENT_INVALID))
                .hasMessageContaining("ce_id");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, EventIdentity.MAX_SOURCE_CHARACTERS + 1})
    void source_that_is_empty_or_too_long_is_refused(int characters) {
        assertThatThrownBy(() -> new EventIdentity(URI.create("x".repeat(characters)), "7"))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EVENT_INVALID))
                .hasMessageContaining("ce_source");
    }

    @Test
    void longest_source_is_taken() {
        URI longest = URI.create("x".repeat(EventIdentity.MAX_SOURCE_CHARACTERS));

        assertThat(new EventIdentity(longest, "7").source()).isEqualTo(longest);
    }
}
