package io.mirstream.query.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.query.EmbedAnswers;
import io.mirstream.query.Peer;
import io.mirstream.query.Peer.Answer;
import io.mirstream.service.access.ServiceKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbedServicesTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final ModelRef OTHER =
            new ModelRef("other", "1", new ModelFingerprint("fedcba9876543210"), 2, 2, false);

    private final Peer one = new Peer();
    private final Peer other = new Peer();
    private final AtomicLong nanos = new AtomicLong();
    private final EmbedServices services = services(one.url(), other.url());

    private EmbedServices services(URI... urls) {
        return new EmbedServices(List.of(urls), PATIENT, FRESH, ServiceKey.NONE, nanos::get);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void service_that_runs_the_model_is_asked_and_remembered() {
        one.answers(EmbedServicesTest::runsTheOther);
        other.answers(EmbedAnswers::of);

        services.text(EmbedAnswers.MODEL, "a cyst");
        services.text(EmbedAnswers.MODEL, "a nodule");

        assertThat(one.asked).extracting(Peer.Asked::path).containsExactly("/v1/model");
        assertThat(other.asked).extracting(Peer.Asked::path).containsExactly("/v1/model", "/v1/embed", "/v1/embed");
    }

    @Test
    void service_is_asked_again_what_it_runs_after_a_while() {
        one.answers(EmbedAnswers::of);
        services.text(EmbedAnswers.MODEL, "a cyst");

        nanos.addAndGet(FRESH.toNanos());
        services.text(EmbedAnswers.MODEL, "a cyst");

        assertThat(one.asked)
                .extracting(Peer.Asked::path)
                .containsExactly("/v1/model", "/v1/embed", "/v1/model", "/v1/embed");
    }

    @Test
    void service_that_was_started_anew_with_another_model_is_seen_through() {
        one.answers(EmbedAnswers::of);
        services.text(EmbedAnswers.MODEL, "a cyst");
        one.answers(EmbedServicesTest::runsTheOther);
        other.answers(EmbedAnswers::of);

        assertThat(services.text(EmbedAnswers.MODEL, "a cyst").model()).isEqualTo(EmbedAnswers.MODEL);
        assertThat(services.text(OTHER, "a cyst").model()).isEqualTo(OTHER);
    }

    @Test
    void model_that_no_service_runs_is_a_mismatch_that_says_what_to_do() {
        one.answers(EmbedAnswers::of);
        other.close();

        refused(
                ErrorCode.MODEL_MISMATCH,
                "no embed-service runs model other (fedcba9876543210)",
                () -> services.text(OTHER, ""));
        refused(ErrorCode.MODEL_MISMATCH, "1 of 2 answer", () -> services.text(OTHER, ""));
        refused(ErrorCode.MODEL_MISMATCH, "mirstream.query.embed", () -> services.text(OTHER, ""));
    }

    @Test
    void service_that_ran_the_model_and_is_away_is_waited_for() {
        one.answers(EmbedServicesTest::runsTheOther);
        other.answers(EmbedAnswers::of);
        services.text(EmbedAnswers.MODEL, "a cyst");
        other.close();
        nanos.addAndGet(FRESH.toNanos());

        refused(ErrorCode.EMBED_UNAVAILABLE, "does not answer", () -> services.text(EmbedAnswers.MODEL, "a cyst"));
    }

    @Test
    void no_service_that_answers_is_unavailable() {
        one.close();
        other.close();

        refused(ErrorCode.EMBED_UNAVAILABLE, "does not answer", () -> services.text(EmbedAnswers.MODEL, "a cyst"));
    }

    private static Answer runsTheOther(Peer.Asked request) {
        return Answer.ok(EmbedAnswers.of(request)
                .body()
                .replace("0123456789abcdef", "fedcba9876543210")
                .replace("\"sample\"", "\"other\""));
    }

    private static void refused(ErrorCode code, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
