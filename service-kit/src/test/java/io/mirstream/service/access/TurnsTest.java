package io.mirstream.service.access;

import static io.mirstream.service.access.ReachTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirstream.contracts.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService others = Executors.newCachedThreadPool();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private CompletableFuture<String> first;

    @AfterEach
    void stop() {
        end.countDown();
        others.shutdownNow();
    }

    @Test
    void work_waits_until_it_is_its_turn() {
        Turns turns = new Turns(1, 1, LONG);
        occupy(turns);
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> turns.run(() -> "second"), others);
        await().until(() -> turns.waiting() == 1);
        assertThat(second).isNotDone();

        end.countDown();

        assertThat(first).succeedsWithin(LONG);
        assertThat(second).succeedsWithin(LONG);
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void more_than_may_wait_is_refused_at_once() {
        Turns turns = new Turns(1, 0, LONG);
        occupy(turns);

        assertRefused(ErrorCode.SERVICE_BUSY, () -> turns.run(() -> "one too many"));
    }

    @Test
    void who_waits_too_long_is_refused() {
        Turns turns = new Turns(1, 1, Duration.ofMillis(10));
        occupy(turns);

        assertRefused(ErrorCode.SERVICE_BUSY, () -> turns.run(() -> "too late"));
    }

    @Test
    void turn_of_work_that_failed_is_given_to_the_next() {
        Turns turns = new Turns(1, 0, LONG);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> turns.run(() -> {
                    throw new IllegalArgumentException("failed");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(turns.run(() -> "next")).isEqualTo("next");
    }

    private void occupy(Turns turns) {
        first = CompletableFuture.supplyAsync(
                () -> turns.run(() -> {
                    started.countDown();
                    wait(end);
                    return "first";
                }),
                others);
        wait(started);
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
