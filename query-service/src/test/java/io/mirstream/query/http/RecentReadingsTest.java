package io.mirstream.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.id.SeriesUid;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentReadingsTest {
    private static final SeriesUid SERIES = new SeriesUid("1.2");

    private long now = -5;
    private final RecentReadings readings = new RecentReadings(Duration.ofNanos(10), () -> now);

    @Test
    void images_of_one_series_are_one_reading_for_a_while() {
        assertThat(readings.isFirst("alice", SERIES)).isTrue();
        now = 4;
        assertThat(readings.isFirst("alice", SERIES)).isFalse();
        now = 5;
        assertThat(readings.isFirst("alice", SERIES)).isTrue();
    }

    @Test
    void others_and_other_series_are_other_readings() {
        readings.isFirst("alice", SERIES);

        assertThat(readings.isFirst("bob", SERIES)).isTrue();
        assertThat(readings.isFirst("alice", new SeriesUid("1.3"))).isTrue();
    }

    @Test
    void reading_that_was_forgotten_for_want_of_room_is_told_again() {
        readings.isFirst("alice", SERIES);
        for (int i = 0; i < 10_000; i++) {
            readings.isFirst("alice", new SeriesUid("1.2." + i));
        }

        assertThat(readings.isFirst("alice", SERIES)).isTrue();
    }
}
