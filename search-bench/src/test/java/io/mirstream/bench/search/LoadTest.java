package io.mirstream.bench.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.standalone.home.Failure;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoadTest {
    private static final Load LOAD = new Load(1_000);

    @Test
    @Timeout(60)
    void requests_are_sent_though_one_before_them_is_not_answered() throws InterruptedException {
        CountDownLatch others = new CountDownLatch(4);

        Latencies latencies = LOAD.run(5, number -> {
            if (number > 0) {
                others.countDown();
            } else {
                awaitAll(others);
            }
        });

        assertThat(latencies.size()).isEqualTo(5);
        assertThat(latencies.percentile(1))
                .isGreaterThanOrEqualTo(4); // the first waited for one that was due 4 ms later
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void request_that_fails_fails_the_run() {
        assertThatThrownBy(() -> LOAD.run(1, number -> {
                    throw new Failure("no");
                }))
                .isInstanceOf(Failure.class)
                .hasMessage("a request failed: no");
    }

    @Test
    void percentile_is_a_latency_that_was_measured() {
        Latencies latencies = new Latencies();
        for (int i = 100; i > 0; i--) {
            latencies.add(i);
        }

        assertThat(latencies.percentile(0.50)).isEqualTo(50);
        assertThat(latencies.percentile(0.99)).isEqualTo(99);
        assertThat(latencies.percentile(1)).isEqualTo(100);
    }
}
