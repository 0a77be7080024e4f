package io.mirstream.service.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Broker broker = new Broker();
    private final AtomicLong clock = new AtomicLong();
    private AuditTrail trail;

    /** Keeps what it is sent, or holds it back while it is away. */
    private static final class Broker implements AuditSink {
        final List<AuditEvent> kept = new CopyOnWriteArrayList<>();
        final CountDownLatch back = new CountDownLatch(1);
        volatile boolean away;
        volatile boolean unreachable;
        volatile boolean refusing;

        @Override
        public CompletionStage<Void> send(AuditEvent event) {
            if (refusing) {
                return CompletableFuture.failedFuture(new IllegalArgumentException("refused"));
            }
            if (unreachable) {
                unreachable = false;
                throw new IllegalStateException("no broker yet");
            }
            if (away) {
                try {
                    back.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            kept.add(event);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void stop() {
        broker.back.countDown();
        trail.close();
    }

    private void trail(int room, boolean required, Duration patience) {
        trail = new AuditTrail(broker, new AuditTrail.Options(room, required, patience), clock::get);
    }

    private static AuditEvent event(String id) {
        return AuditEvent.of(
                id, Instant.EPOCH, "alice", "query-service", AuditEvent.Operation.SEARCH, Map.of(), Optional.empty());
    }

    @Test
    void records_are_kept_in_order() {
        trail(10, false, LONG);

        trail.keep(event("1"));
        trail.keep(event("2"));

        await().until(() -> trail.kept() == 2);
        assertThat(broker.kept).extracting(AuditEvent::id).containsExactly("1", "2");
        assertThat(trail.pending()).isZero();
    }

    @Test
    void record_that_is_not_taken_is_sent_again() {
        broker.unreachable = true;
        trail(10, false, LONG);

        trail.keep(event("1"));

        await().until(() -> trail.kept() == 1);
        assertThat(trail.lost()).isZero();
    }

    @Test
    void record_that_is_refused_is_lost_and_holds_up_no_other() {
        broker.refusing = true;
        trail(10, false, LONG);
        trail.keep(event("1"));
        await().until(() -> trail.lost() == 1);
        broker.refusing = false;

        trail.keep(event("2"));

        await().until(() -> trail.kept() == 1);
        assertThat(trail.pending()).isZero();
    }

    @Test
    void answer_does_not_wait_while_the_broker_is_away_and_what_has_no_room_is_counted() {
        broker.away = true;
        trail(2, false, LONG);

        for (int i = 0; i < 10; i++) {
            trail.keepBeforeAnswer(event("" + i), true);
        }

        assertThat(trail.lost()).isBetween(7L, 8L); // one may be at the broker already
        broker.back.countDown();
        await().until(() -> trail.pending() == 0);
        assertThat(trail.kept() + trail.lost()).isEqualTo(10);
    }

    @Test
    void required_answer_waits_for_its_record() {
        trail(10, true, LONG);

        trail.keepBeforeAnswer(event("1"), true);

        assertThat(broker.kept).hasSize(1);
    }

    @Test
    void required_answer_is_not_given_when_its_record_is_not_kept_in_time() {
        broker.away = true;
        trail(10, true, SHORT);

        assertNotGiven(() -> trail.keepBeforeAnswer(event("1"), true));
    }

    @Test
    void required_answer_on_a_thread_that_must_not_wait_is_not_given() {
        trail(10, true, LONG);

        assertNotGiven(() -> trail.keepBeforeAnswer(event("1"), false));
    }

    @Test
    void it_is_failing_once_records_wait_for_long_and_then_required_answers_are_refused_at_once() {
        broker.away = true;
        trail(10, true, LONG);
        trail.keep(event("1"));
        assertThat(trail.isFailing()).isFalse();

        clock.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThat(trail.isFailing()).isTrue();
        assertNotGiven(() -> trail.keepBeforeAnswer(event("2"), true));
        broker.back.countDown();
        await().until(() -> !trail.isFailing());
        assertThatCode(() -> trail.keepBeforeAnswer(event("3"), true)).doesNotThrowAnyException();
    }

    private static void assertNotGiven(Runnable answer) {
        assertThatThrownBy(answer::run)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKER_UNAVAILABLE));
    }
}
