package io.mirstream.embed.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.location.DicomwebRoot;
import io.mirstream.embed.locate.OpenStudy;
import io.mirstream.embed.locate.Spool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomwebStudiesTest {
    private static final StudyUid STUDY = new StudyUid(Peer.STUDY);
    private static final int ATTEMPTS = 3;
    private static final Duration READ_TIMEOUT = Duration.ofMillis(300);
    private static final Spool.Limits ROOMY = new Spool.Limits(1_000, 1 << 20, 10 << 20);

    @TempDir
    Path spool;

    private Peer peer;

    @BeforeEach
    void start() throws IOException {
        peer = new Peer();
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @Test
    void study_of_many_series_is_fetched_series_by_series() throws IOException {
        peer.has(5, "1.7", 100_000).has(2, "1.8", 1);

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(files(study)).containsExactlyInAnyOrderElementsOf(served());
            assertThat(names(study)).allMatch(name -> name.matches("[0-9]{6}\\.dcm"));
        }

        assertThat(peer.requests.stream().filter(path -> !path.contains("?")))
                .containsExactly("/studies/1.2.3/series/1.7", "/studies/1.2.3/series/1.8");
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void long_listing_is_read_page_by_page() {
        peer.has(5, "1.7", 1);

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(names(study)).hasSize(5);
        }

        assertThat(peer.requests.stream().filter(path -> path.contains("?")))
                .extracting(path -> path.replaceFirst(".*offset=([0-9]+).*", "$1"))
                .containsExactly("0", "2", "4", "5");
    }

    @Test
    void service_that_knows_no_pages_is_listed_all_the_same() {
        peer.has(5, "1.7", 1);
        peer.knowsPages = false;

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(names(study)).hasSize(5);
        }
    }

    @Test
    void one_series_is_fetched_alone_when_the_location_names_it() {
        peer.has(2, "1.7", 1).has(3, "1.8", 1);

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(URI.create(peer.study() + "/series/1.8"), STUDY)) {
            assertThat(names(study)).hasSize(3);
        }

        assertThat(peer.requests).allMatch(path -> path.startsWith("/studies/1.2.3/series/1.8"));
    }

    @Test
    void stream_that_is_cut_is_resumed_with_what_is_missing() throws IOException {
        peer.has(6, "1.7", 10_000);
        int oneAndAHalf = Peer.parts(peer.instances.subList(0, 1)).length + 5_000;
        peer.retrievals.add(Peer.cutAfter(oneAndAHalf));

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(files(study)).containsExactlyInAnyOrderElementsOf(served());
        }

        assertThat(peer.singles()).containsExactly("1.7.2", "1.7.3", "1.7.4", "1.7.5", "1.7.6");
    }

    @Test
    void body_that_ends_too_early_is_resumed_too() throws IOException {
        peer.has(3, "1.7", 10_000);
        peer.retrievals.add(Peer.endAfter(Peer.parts(peer.instances.subList(0, 2)).length + 1_000));

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(files(study)).containsExactlyInAnyOrderElementsOf(served());
        }

        assertThat(peer.singles()).containsExactly("1.7.3");
    }

    @Test
    void instances_that_a_whole_answer_lacks_are_asked_for() throws IOException {
        peer.has(3, "1.7", 10);
        byte[] first = Peer.parts(peer.instances.subList(0, 1));
        peer.retrievals.add((exchange, good) -> {
            exchange.sendResponseHeaders(200, first.length);
            exchange.getResponseBody().write(first);
        });

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(files(study)).containsExactlyInAnyOrderElementsOf(served());
        }

        assertThat(peer.singles()).containsExactly("1.7.2", "1.7.3");
    }

    @Test
    void what_comes_twice_or_was_not_listed_is_not_kept() throws IOException {
        peer.has(2, "1.7", 10);
        List<byte[]> listed = served();
        List<ServedInstance> more = new ArrayList<>(peer.instances);
        more.add(peer.instances.getFirst());
        more.add(ServedInstance.of("1.7", "1.7.99", 10));
        byte[] answer = Peer.parts(more);
        peer.retrievals.add((exchange, good) -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        });

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(files(study)).containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    @Test
    void file_that_does_not_say_which_instance_it_is_is_fetched_by_name() {
        peer.instances.add(new ServedInstance("1.7", "1.7.1", "no DICOM".getBytes(StandardCharsets.UTF_8)));

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(names(study)).hasSize(1);
        }

        assertThat(peer.singles()).containsExactly("1.7.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void status_that_may_pass_is_waited_out(int status) {
        peer.has(2, "1.7", 10);
        peer.listings.add(Peer.status(status));
        peer.listings.add(Peer.status(status));
        peer.retrievals.add(Peer.status(status));
        peer.retrievals.add(Peer.status(status));

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(names(study)).hasSize(2);
        }

        assertThat(peer.singles()).isEmpty();
    }

    @Test
    void wait_that_the_service_asks_for_is_kept() {
        peer.has(1, "1.7", 10);
        peer.listings.add(Peer.status(429, "Retry-After", "1"));
        long before = System.nanoTime();

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(names(study)).hasSize(1);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999", "Wed, 21 Oct 2099 07:28:00 GMT"})
    void wait_that_the_service_asks_for_is_bounded(String retryAfter) {
        peer.has(1, "1.7", 10);
        peer.listings.add(Peer.status(503, "Retry-After", retryAfter));

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(names(study)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "", "Wed, 21 Oct 2015 07:28:00 GMT"})
    void wait_that_means_nothing_is_ours_to_choose(String retryAfter) {
        peer.has(1, "1.7", 10);
        peer.listings.add(Peer.status(503, "Retry-After", retryAfter));

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(names(study)).hasSize(1);
        }
    }

    @Test
    void service_that_stays_busy_is_given_up() {
        for (int i = 0; i <= ATTEMPTS; i++) {
            peer.listings.add(Peer.status(503));
        }

        assertFails(ErrorCode.LOCATION_UNREADABLE);

        assertThat(peer.requests).hasSize(ATTEMPTS);
    }

    @Test
    void service_that_breaks_every_stream_is_given_up_and_nothing_stays() {
        peer.has(3, "1.7", 10_000);
        peer.retrievals.add(Peer.cutAfter(15_000));
        for (int i = 0; i < ATTEMPTS; i++) {
            peer.retrievals.add(Peer.cutAfter(5_000));
        }

        assertFails(ErrorCode.LOCATION_UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "404, LOCATION_NOT_FOUND",
        "410, LOCATION_NOT_FOUND",
        "401, LOCATION_UNREADABLE",
        "403, LOCATION_UNREADABLE",
        "400, LOCATION_UNREADABLE",
        "406, LOCATION_UNREADABLE",
    })
    void status_that_will_not_pass_is_not_asked_for_again(int status, ErrorCode code) {
        peer.has(1, "1.7", 10);
        peer.listings.add(Peer.status(status));

        assertFails(code);

        assertThat(peer.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_is_not_followed(int status) throws IOException {
        try (Peer other = new Peer()) {
            other.has(1, "1.7", 10);
            peer.listings.add(Peer.status(status, "Location", other.study() + "/instances"));

            assertFails(ErrorCode.LOCATION_FORBIDDEN);

            assertThat(other.requests).isEmpty();
        }
    }

    @Test
    void study_without_instances_is_not_found() {
        assertFails(ErrorCode.LOCATION_NOT_FOUND);
        peer.listings.add(Peer.status(204));
        assertFails(ErrorCode.LOCATION_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>log in</html>",
                "{}",
                "[1]",
                "[{}]",
                "[{\"00080018\": {\"Value\": [\"1.2\"]}}]",
                "[{\"00080018\": {\"Value\": [\"../../1\"]}, \"0020000E\": {\"Value\": [\"1.2\"]}}]",
                "[{\"00080018\": {\"Value\": [\"1.2\"]}, \"0020000E\": {\"Value\": [\"1.2\"]}}",
            })
    void listing_that_makes_no_sense_is_no_listing(String listing) {
        byte[] bytes = listing.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ATTEMPTS; i++) {
            peer.listings.add((exchange, good) -> {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            });
        }

        assertFails(ErrorCode.LOCATION_UNREADABLE);
    }

    @Test
    void answer_that_is_not_multipart_is_none() {
        peer.has(1, "1.7", 10);
        for (int i = 0; i < 2 * ATTEMPTS; i++) {
            peer.retrievals.add((exchange, good) -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, good.length);
                exchange.getResponseBody().write(good);
            });
        }

        assertFails(ErrorCode.LOCATION_UNREADABLE);
    }

    @Test
    void peer_that_does_not_answer_is_given_up() {
        for (int i = 0; i < ATTEMPTS; i++) {
            peer.listings.add((exchange, good) -> stall());
        }

        assertFails(ErrorCode.LOCATION_UNREADABLE);
    }

    @Test
    void peer_that_stops_in_the_middle_is_asked_again() throws IOException {
        peer.has(2, "1.7", 10_000);
        peer.retrievals.add((exchange, good) -> {
            exchange.sendResponseHeaders(200, good.length);
            exchange.getResponseBody().write(good, 0, good.length - 5_000);
            exchange.getResponseBody().flush();
            stall();
        });

        try (DicomwebStudies studies = studies();
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(files(study)).containsExactlyInAnyOrderElementsOf(served());
        }

        assertThat(peer.singles()).containsExactly("1.7.2");
    }

    @Test
    void peer_that_sends_byte_by_byte_does_not_hold_a_worker_for_ever() {
        peer.has(1, "1.7", 100_000);
        peer.retrievals.add((exchange, good) -> {
            exchange.sendResponseHeaders(200, good.length);
            for (byte each : good) {
                exchange.getResponseBody().write(each);
                exchange.getResponseBody().flush();
                pause(READ_TIMEOUT.dividedBy(10));
            }
        });

        try (DicomwebStudies studies =
                studies(ROOMY, Map.of(), Duration.ofSeconds(1), InetAddress::getAllByName, peer.root())) {
            assertFails(studies, peer.study(), ErrorCode.LOCATION_UNREADABLE, "longer");
        }
    }

    @Test
    void nobody_there_is_unreadable() {
        peer.close();

        assertFails(ErrorCode.LOCATION_UNREADABLE);
    }

    @Test
    void more_instances_than_allowed_are_refused_before_any_is_fetched() {
        peer.has(4, "1.7", 10);

        try (DicomwebStudies studies = studies(new Spool.Limits(3, 1_000, 10_000))) {
            assertFails(studies, peer.study(), ErrorCode.LIMIT_EXCEEDED, "3 files");
        }

        assertThat(peer.requests).allMatch(path -> path.contains("?"));
    }

    @Test
    void parts_without_end_are_refused() {
        peer.has(2, "1.7", 10);
        byte[] many = Peer.parts(IntStream.range(0, 50)
                .mapToObj(i -> ServedInstance.of("1.7", "1.9." + i, 10))
                .toList());
        peer.retrievals.add((exchange, good) -> {
            exchange.sendResponseHeaders(200, many.length);
            exchange.getResponseBody().write(many);
        });

        try (DicomwebStudies studies = studies(new Spool.Limits(10, 1_000, 10_000))) {
            assertFails(studies, peer.study(), ErrorCode.LIMIT_EXCEEDED, "10 files");
        }
    }

    @Test
    void more_bytes_than_allowed_are_refused_while_they_come() {
        peer.has(1, "1.7", 5_000);
        try (DicomwebStudies studies = studies(new Spool.Limits(10, 4_000, 100_000))) {
            assertFails(studies, peer.study(), ErrorCode.LIMIT_EXCEEDED, "4000 bytes");
        }

        peer.has(10, "1.8", 3_000);
        try (DicomwebStudies studies = studies(new Spool.Limits(100, 10_000, 20_000))) {
            assertFails(studies, peer.study(), ErrorCode.LIMIT_EXCEEDED, "20000 bytes");
        }
    }

    @Test
    void what_a_broken_stream_brought_does_not_count_twice() throws IOException {
        peer.has(2, "1.7", 10_000);
        peer.retrievals.add(Peer.cutAfter(9_000));
        peer.retrievals.add(Peer.cutAfter(9_000));

        try (DicomwebStudies studies = studies(new Spool.Limits(2, 12_000, 21_000));
                OpenStudy study = studies.open(peer.study(), STUDY)) {
            assertThat(files(study)).containsExactlyInAnyOrderElementsOf(served());
        }
    }

    @Test
    void credentials_go_to_their_own_service_alone() throws IOException {
        peer.has(1, "1.7", 10);
        try (Peer other = new Peer().has(1, "1.7", 10);
                DicomwebStudies studies = studies(
                        ROOMY,
                        Map.of(new DicomwebRoot(peer.root()), DicomwebOptions.bearer("abc")),
                        Duration.ofMinutes(1),
                        InetAddress::getAllByName,
                        peer.root(),
                        other.root())) {
            studies.open(peer.study(), STUDY).close();
            studies.open(other.study(), STUDY).close();

            assertThat(peer.authorizations).isNotEmpty().containsOnly("Bearer abc");
            assertThat(other.authorizations).isNotEmpty().containsOnly("null");
        }
    }

    @Test
    void basic_credentials_are_encoded() {
        assertThat(DicomwebOptions.basic("Aladdin", "open sesame")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1"})
    void name_that_leads_to_this_machine_or_its_neighbourhood_is_refused(String address) {
        URI root = URI.create("http://pacs.example:" + peer.port() + "/dicom-web");
        peer.has(1, "1.7", 10);
        InetAddress good = address("192.0.2.1");

        try (DicomwebStudies studies = studies(
                ROOMY,
                Map.of(),
                Duration.ofMinutes(1),
                host -> new InetAddress[] {good, InetAddress.getByName(address)},
                root)) {
            assertFails(studies, URI.create(root + "/studies/" + Peer.STUDY), ErrorCode.LOCATION_FORBIDDEN, "address");
        }

        assertThat(peer.requests).isEmpty();
    }

    @Test
    void name_that_leads_nowhere_is_unreadable() {
        URI root = URI.create("http://pacs.example/dicom-web");

        try (DicomwebStudies studies = studies(
                ROOMY,
                Map.of(),
                Duration.ofMinutes(1),
                host -> {
                    throw new UnknownHostException(host);
                },
                root)) {
            assertFails(studies, URI.create(root + "/studies/1.2.3"), ErrorCode.LOCATION_UNREADABLE, "");
        }
    }

    @Test
    void location_at_a_service_that_is_not_allowed_is_refused() {
        try (DicomwebStudies studies = studies()) {
            assertFails(
                    studies,
                    URI.create("http://127.0.0.1:1/dicom-web/studies/1.2.3"),
                    ErrorCode.LOCATION_FORBIDDEN,
                    "outside");
        }
    }

    // --- what the tests share

    private DicomwebStudies studies() {
        return studies(ROOMY);
    }

    private DicomwebStudies studies(Spool.Limits limits) {
        return studies(limits, Map.of(), Duration.ofMinutes(1), InetAddress::getAllByName, peer.root());
    }

    private DicomwebStudies studies(
            Spool.Limits limits,
            Map<DicomwebRoot, String> authorizations,
            Duration studyTimeout,
            HostAddresses.Resolver resolver,
            URI... roots) {
        DicomwebOptions options = new DicomwebOptions(
                Stream.of(roots).map(DicomwebRoot::new).toList(),
                authorizations,
                Duration.ofSeconds(2),
                READ_TIMEOUT,
                studyTimeout,
                ATTEMPTS,
                Duration.ofMillis(1),
                Duration.ofSeconds(2),
                2,
                Optional.empty());
        return new DicomwebStudies(options, new Spool(Optional.of(spool), limits), resolver);
    }

    private void assertFails(ErrorCode code) {
        try (DicomwebStudies studies = studies()) {
            assertFails(studies, peer.study(), code, "");
        }
    }

    private void assertFails(DicomwebStudies studies, URI location, ErrorCode code, String why) {
        assertThatThrownBy(() -> studies.open(location, STUDY))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessageContaining(why);
        assertThat(spool).isEmptyDirectory();
    }

    private List<byte[]> served() {
        return peer.instances.stream().map(ServedInstance::file).toList();
    }

    private static List<byte[]> files(OpenStudy study) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String name : names(study)) {
            files.add(Files.readAllBytes(study.path().resolve(name)));
        }
        return files;
    }

    private static List<String> names(OpenStudy study) {
        try (Stream<Path> files = Files.list(study.path())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Longer than anybody waits. */
    private static void stall() {
        pause(READ_TIMEOUT.multipliedBy(20));
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the peer was closed
        }
    }
}
