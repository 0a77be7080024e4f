package io.mirstream.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ReachTest {
    private static final CollectionName CLINICAL = CollectionName.CLINICAL;
    private static final CollectionName TRIAL = new CollectionName("trial-7");
    private static final CollectionName FOREIGN = new CollectionName("foreign");

    private final Reach reach = Reach.of(List.of("trial-7", "clinical"));

    @Test
    void query_that_names_no_collection_is_narrowed_to_those_of_the_caller() {
        assertThat(reach.narrow(List.of())).containsExactly(CLINICAL, TRIAL);
    }

    @Test
    void query_that_names_some_of_the_callers_collections_stays_as_it_is() {
        assertThat(reach.narrow(List.of(TRIAL))).containsExactly(TRIAL);
    }

    @Test
    void query_that_names_a_foreign_collection_is_refused_also_beside_an_own_one() {
        assertRefused(ErrorCode.FORBIDDEN, () -> reach.narrow(List.of(FOREIGN)));
        assertRefused(ErrorCode.FORBIDDEN, () -> reach.narrow(List.of(CLINICAL, FOREIGN)));
    }

    @Test
    void caller_of_no_collection_may_search_none_rather_than_all() {
        assertRefused(ErrorCode.FORBIDDEN, () -> Reach.NOTHING.narrow(List.of()));
    }

    @Test
    void caller_of_all_collections_is_not_narrowed() {
        Reach all = Reach.of(List.of("*"));

        assertThat(all.narrow(List.of())).isEmpty();
        assertThat(all.narrow(List.of(FOREIGN))).containsExactly(FOREIGN);
        assertThat(all.covers(FOREIGN)).isTrue();
    }

    @Test
    void two_reaches_together_cover_what_each_covers() {
        Reach both = reach.and(Reach.of(List.of("foreign")));

        assertThat(both.sorted()).containsExactly(CLINICAL, FOREIGN, TRIAL);
        assertThat(reach.and(Reach.EVERYTHING)).isEqualTo(Reach.EVERYTHING);
        assertThat(reach.covers(FOREIGN)).isFalse();
    }

    @Test
    void name_that_no_collection_can_have_is_refused() {
        assertRefused(ErrorCode.ACCESS_INVALID, () -> Reach.of(List.of("Clinical*")));
    }

    static void assertRefused(ErrorCode code, ThrowingCallable call) {
        Consumer<CodedException> refused = e -> assertThat(e.code()).isEqualTo(code);
        assertThatThrownBy(call).isInstanceOfSatisfying(CodedException.class, refused);
    }
}
