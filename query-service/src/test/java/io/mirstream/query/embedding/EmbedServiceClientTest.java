package io.mirstream.query.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.EmbedAnswers;
import io.mirstream.query.Peer;
import io.mirstream.query.Peer.Answer;
import io.mirstream.query.search.QueryEmbedder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbedServiceClientTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(200);

    @TempDir
    Path scratch;

    private final Peer peer = new Peer();
    private final EmbedServiceClient client = new EmbedServiceClient(peer.url(), PATIENT);
    private Path file;

    @BeforeEach
    void writeImage() throws IOException {
        file = Files.writeString(scratch.resolve("upload"), "pixels");
    }

    @AfterEach
    void close() {
        peer.close();
    }

    // --- images

    @Test
    void image_is_sent_as_it_is_and_comes_back_as_vectors() {
        peer.answers(Answer.ok(EmbedAnswers.image("1.1")));

        QueryEmbedder.Image image = client.image(file);

        assertThat(image)
                .isEqualTo(new QueryEmbedder.Image(
                        EmbedAnswers.MODEL,
                        new SeriesUid("1.1"),
                        Map.of(Pooling.AVG, EmbedAnswers.VECTOR),
                        EmbedAnswers.SLICES));
        assertThat(peer.asked)
                .containsExactly(new Peer.Asked("POST", "/v1/embed", "application/octet-stream", "pixels"));
    }

    @Test
    void image_of_more_than_one_series_is_refused() {
        peer.answers(Answer.ok(EmbedAnswers.image("1.1", "1.2")));

        refused(ErrorCode.QUERY_INVALID, "the image has 2 CT series: send one", () -> client.image(file));
    }

    // --- texts

    @Test
    void text_is_sent_as_json_and_comes_back_as_a_vector() {
        peer.answers(Answer.ok(EmbedAnswers.text()));

        QueryEmbedder.Text text = client.text("a \"cyst\"");

        assertThat(text).isEqualTo(new QueryEmbedder.Text(EmbedAnswers.MODEL, EmbedAnswers.VECTOR));
        assertThat(peer.asked)
                .containsExactly(
                        new Peer.Asked("POST", "/v1/embed", "application/json", "{\"texts\":[\"a \\\"cyst\\\"\"]}"));
    }

    // --- refusals

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"NOT_DICOM", "QUERY_UNSUPPORTED", "LIMIT_EXCEEDED", "EMBED_UNAVAILABLE", "MODEL_INVALID"})
    void refusal_is_handed_on_with_its_code_and_words(ErrorCode code) {
        Problem problem = Problem.of(code, "the words of the embed-service");
        peer.answers(new Answer(
                problem.status(), Problem.MEDIA_TYPE, new String(Json.write(problem), StandardCharsets.UTF_8)));

        refused(code, "the words of the embed-service", () -> client.image(file));
        refused(code, "the words of the embed-service", () -> client.text("a cyst"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Bad Gateway</html>", "", "{}", "null", "{\"code\":\"NEW_CODE\"}", "[]"})
    void refusal_in_other_words_is_unavailable_with_the_status(String body) {
        peer.answers(new Answer(502, "text/html", body));

        refused(ErrorCode.EMBED_UNAVAILABLE, "the embed-service answers 502", () -> client.text("a cyst"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Welcome</html>",
                "",
                "null",
                "{}",
                "{\"series\":[]}",
                "{\"model\":{\"id\":\"sample\"}}",
                "{\"texts\":[\"AAAA\"]}"
            })
    void answer_that_is_not_the_promised_json_is_unavailable(String body) {
        peer.answers(Answer.ok(body));

        refused(ErrorCode.EMBED_UNAVAILABLE, "", () -> client.image(file));
        refused(ErrorCode.EMBED_UNAVAILABLE, "", () -> client.text("a cyst"));
    }

    @Test
    void answer_without_a_series_or_text_is_unavailable() {
        peer.answers(Answer.ok(EmbedAnswers.image()));
        refused(ErrorCode.EMBED_UNAVAILABLE, "", () -> client.image(file));

        peer.answers(Answer.ok(EmbedAnswers.noText()));
        refused(ErrorCode.EMBED_UNAVAILABLE, "", () -> client.text("a cyst"));
    }

    // --- nobody there

    @Test
    void service_that_is_not_there_is_unavailable() {
        peer.close();

        refused(ErrorCode.EMBED_UNAVAILABLE, "does not answer", () -> client.text("a cyst"));
    }

    @Test
    @Timeout(10)
    void service_that_takes_too_long_is_unavailable() throws IOException {
        try (Silent silent = new Silent("")) {
            EmbedServiceClient impatient = new EmbedServiceClient(silent.url(), IMPATIENT);

            refused(ErrorCode.EMBED_UNAVAILABLE, "does not answer", () -> impatient.text("a cyst"));
        }
    }

    @Test
    @Timeout(10)
    void service_that_stops_in_the_middle_of_its_answer_is_unavailable() throws IOException {
        try (Silent silent = new Silent("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"model\":")) {
            EmbedServiceClient impatient = new EmbedServiceClient(silent.url(), IMPATIENT);

            refused(ErrorCode.EMBED_UNAVAILABLE, "does not answer", () -> impatient.text("a cyst"));
        }
    }

    @Test
    void interrupted_search_ends_and_stays_interrupted() {
        peer.answers(Answer.ok(EmbedAnswers.text()));
        Thread.currentThread().interrupt();

        refused(ErrorCode.EMBED_UNAVAILABLE, "stopped", () -> client.text("a cyst"));

        assertThat(Thread.interrupted()).isTrue();
    }

    private static void refused(ErrorCode code, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    /** Takes connections, sends the beginning of an answer, and nothing more. */
    private static final class Silent implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        Silent(String beginning) throws IOException {
            Thread.ofVirtual().start(() -> {
                try {
                    Socket connection = socket.accept();
                    connection.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
