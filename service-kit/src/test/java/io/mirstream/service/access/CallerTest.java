package io.mirstream.service.access;

import static io.mirstream.service.access.ReachTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {
    @Test
    void caller_has_the_roles_that_are_configured_and_no_others() {
        Caller caller = Caller.of("pacs", List.of("reader", "ingest"), List.of("*"));

        assertThat(caller.hasAnyOf(Set.of(Role.INGEST, Role.ADMIN))).isTrue();
        assertThat(caller.hasAnyOf(Set.of(Role.ADMIN, Role.SERVICE))).isFalse();
    }

    @Test
    void unknown_role_is_refused_also_beside_a_known_one() {
        assertRefused(ErrorCode.ACCESS_INVALID, () -> Caller.of("pacs", List.of("reader", "superuser"), List.of("*")));
    }

    @Test
    void caller_without_a_role_is_refused() {
        assertRefused(ErrorCode.ACCESS_INVALID, () -> Caller.of("pacs", List.of(), List.of("*")));
    }

    @Test
    void reader_without_collections_is_refused_rather_than_given_all() {
        assertRefused(ErrorCode.ACCESS_INVALID, () -> Caller.of("pacs", List.of("reader"), List.of()));
        assertThat(Caller.of("query-service", List.of("service"), List.of()).reach())
                .isEqualTo(Reach.NOTHING);
    }
}
