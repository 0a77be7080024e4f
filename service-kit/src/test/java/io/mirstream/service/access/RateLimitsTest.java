package io.mirstream.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private final AtomicLong clock = new AtomicLong();
    private final RateLimits limits = new RateLimits(2, 3, clock::get);

    @Test
    void burst_is_let_through_and_then_it_says_how_long_to_wait() {
        assertThat(take(3)).containsOnly(Duration.ZERO);

        assertThat(limits.take("pacs")).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void bucket_fills_with_time_and_never_beyond_the_burst() {
        take(3);
        clock.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(limits.take("pacs")).isZero();
        assertThat(limits.take("pacs")).isPositive();

        clock.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(take(3)).containsOnly(Duration.ZERO);
        assertThat(limits.take("pacs")).isPositive();
    }

    @Test
    void callers_do_not_share_a_bucket() {
        take(4);

        assertThat(limits.take("alice")).isZero();
    }

    @Test
    void many_requests_at_once_are_let_through_all_or_none() {
        assertThat(limits.take("pacs", 2)).isZero();

        assertThat(limits.take("pacs", 2)).isEqualTo(Duration.ofMillis(500));
        assertThat(limits.take("pacs", 1)).isZero();
    }

    private java.util.List<Duration> take(int times) {
        return java.util.stream.IntStream.range(0, times)
                .mapToObj(i -> limits.take("pacs"))
                .toList();
    }
}
