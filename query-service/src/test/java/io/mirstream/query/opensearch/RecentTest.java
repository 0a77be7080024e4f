package io.mirstream.query.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentTest {
    private static final Duration FRESH = Duration.ofNanos(10);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final Deque<Runnable> aside = new ArrayDeque<>();
    private final Recent<Integer> recent = new Recent<>(looks::incrementAndGet, FRESH, nanos::get, aside::add);

    @Test
    void what_is_too_old_is_looked_up_before_it_is_told() {
        assertThat(recent.get()).isEqualTo(1);
        nanos.set(10);

        assertThat(recent.get()).isEqualTo(2);
        assertThat(aside).isEmpty();
    }

    @Test
    void what_is_young_is_not_looked_up() {
        recent.get();
        nanos.set(4);

        assertThat(recent.get()).isEqualTo(1);
        assertThat(aside).isEmpty();
    }

    @Test
    void what_is_growing_old_is_looked_up_once_while_nobody_waits() {
        recent.get();
        nanos.set(5);
        assertThat(recent.get()).isEqualTo(1);
        assertThat(recent.get()).isEqualTo(1);
        assertThat(aside).hasSize(1);

        aside.remove().run();
        nanos.set(14);

        assertThat(recent.get()).isEqualTo(2);
        assertThat(aside).hasSize(1); // half of its time is over again
    }

    @Test
    void look_on_the_side_that_fails_is_told_to_who_asks_when_it_is_too_old() {
        Recent<Integer> failing = new Recent<>(
                () -> {
                    if (looks.incrementAndGet() > 1) {
                        throw new IllegalStateException("gone");
                    }
                    return 1;
                },
                FRESH,
                nanos::get,
                aside::add);
        failing.get();
        nanos.set(5);
        failing.get();

        aside.remove().run();

        assertThat(failing.get()).isEqualTo(1);
        nanos.set(10);
        assertThatThrownBy(failing::get).hasMessage("gone");
    }
}
