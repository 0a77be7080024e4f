package io.mirstream.embed.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.location.S3Root;
import io.mirstream.embed.locate.OpenStudy;
import io.mirstream.embed.locate.Spool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3StudiesTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");
    private static final int ATTEMPTS = 3;

    /** Longer than all attempts at what does not answer take. */
    private static final Duration OBJECT_TIMEOUT = Duration.ofSeconds(5);

    @TempDir
    Path spool;

    private Store store;

    @BeforeEach
    void start() throws IOException {
        store = new Store();
        store.objects.put("studies/a/1.dcm", new byte[] {1});
        store.objects.put("studies/a/2.dcm", new byte[] {2, 2});
        store.objects.put("studies/a/b c/3", new byte[] {3, 3, 3});
        store.objects.put("studies/a/empty/", new byte[0]);
        store.objects.put("studies/ab/4.dcm", new byte[] {4});
        store.objects.put("studies/volume.NII.GZ", new byte[50_000]);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void every_object_under_a_prefix_is_fetched_under_an_invented_name() throws IOException {
        try (S3Studies studies = studies();
                OpenStudy study = studies.open(URI.create("s3://studies/a/"), STUDY)) {
            assertThat(names(study.path())).containsExactly("000001.dcm", "000002.dcm", "000003");
            assertThat(Files.readAllBytes(study.path().resolve("000003"))).containsExactly(3, 3, 3);
        }

        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void one_object_is_fetched_alone_and_keeps_what_tells_its_kind() {
        try (S3Studies studies = studies();
                OpenStudy study = studies.open(URI.create("s3://studies/volume.NII.GZ"), STUDY)) {
            assertThat(study.path()).hasFileName("000001.nii.gz").hasSize(50_000);
        }

        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void stream_that_is_cut_is_fetched_again() {
        store.mischief.add(Store.cutAfter(20_000));

        try (S3Studies studies = studies();
                OpenStudy study = studies.open(URI.create("s3://studies/volume.NII.GZ"), STUDY)) {
            assertThat(study.path()).hasSize(50_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"500, InternalError", "503, SlowDown", "429, TooManyRequests"})
    void status_that_may_pass_is_waited_out(int status, String code) {
        store.mischief.add(Store.status(status, code));
        store.mischief.add(Store.status(status, code));

        try (S3Studies studies = studies();
                OpenStudy study = studies.open(URI.create("s3://studies/a/"), STUDY)) {
            assertThat(names(study.path())).hasSize(3);
        }
    }

    @Test
    void store_that_stays_busy_is_given_up() {
        for (int i = 0; i <= ATTEMPTS; i++) {
            store.mischief.add(Store.status(503, "SlowDown"));
        }

        assertFails("s3://studies/a/", ErrorCode.LOCATION_UNREADABLE, "deliver");

        assertThat(store.requests).hasSize(ATTEMPTS);
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey, LOCATION_NOT_FOUND",
        "403, AccessDenied, LOCATION_UNREADABLE",
        "301, PermanentRedirect, LOCATION_FORBIDDEN",
        "400, InvalidRequest, LOCATION_UNREADABLE",
    })
    void status_that_will_not_pass_has_its_code(int status, String error, ErrorCode code) {
        store.mischief.add(Store.status(status, error));

        assertFails("s3://studies/volume.NII.GZ", code, "");
    }

    @Test
    void nothing_there_is_not_found() {
        assertFails("s3://studies/nothing/", ErrorCode.LOCATION_NOT_FOUND, "");
        assertFails("s3://studies/nothing", ErrorCode.LOCATION_NOT_FOUND, "");
    }

    @Test
    void nobody_there_is_unreadable() {
        store.close();

        assertFails("s3://studies/a/", ErrorCode.LOCATION_UNREADABLE, "");
    }

    @Test
    void store_that_does_not_answer_is_unreadable() {
        for (int i = 0; i < ATTEMPTS; i++) {
            store.mischief.add((exchange, good) -> {
                try {
                    Thread.sleep(Duration.ofSeconds(20));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // the store was closed
                }
            });
        }

        assertFails("s3://studies/a/", ErrorCode.LOCATION_UNREADABLE, "");
    }

    @Test
    void store_that_sends_byte_by_byte_does_not_hold_a_worker_for_ever() {
        store.mischief.add((exchange, good) -> {
            exchange.sendResponseHeaders(200, good.length);
            try {
                for (byte each : good) {
                    exchange.getResponseBody().write(each);
                    exchange.getResponseBody().flush();
                    Thread.sleep(Duration.ofMillis(100));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the store was closed
            }
        });

        assertFails("s3://studies/volume.NII.GZ", ErrorCode.LOCATION_UNREADABLE, "deliver");
    }

    @Test
    void what_is_not_allowed_is_not_asked_for() {
        assertFails("s3://other/a/", ErrorCode.LOCATION_FORBIDDEN, "outside");

        assertThat(store.requests).isEmpty();
    }

    @Test
    void more_than_the_budget_is_refused_before_any_object_is_fetched() {
        try (S3Studies studies = studies(new Spool.Limits(2, 1_000, 1_000))) {
            assertFails(studies, "s3://studies/a/", ErrorCode.LIMIT_EXCEEDED, "2 files");
        }
        try (S3Studies studies = studies(new Spool.Limits(10, 2, 1_000))) {
            assertFails(studies, "s3://studies/a/", ErrorCode.LIMIT_EXCEEDED, "2 bytes");
        }
        try (S3Studies studies = studies(new Spool.Limits(10, 1_000, 5))) {
            assertFails(studies, "s3://studies/a/", ErrorCode.LIMIT_EXCEEDED, "5 bytes");
        }

        assertThat(store.requests).allMatch(path -> path.matches("studies/?"));
    }

    @Test
    void object_that_is_larger_than_its_budget_is_refused() {
        try (S3Studies studies = studies(new Spool.Limits(10, 40_000, 100_000))) {
            assertFails(studies, "s3://studies/volume.NII.GZ", ErrorCode.LIMIT_EXCEEDED, "40000 bytes");
        }
    }

    private S3Studies studies() {
        return studies(new Spool.Limits(100, 1 << 20, 1 << 20));
    }

    private S3Studies studies(Spool.Limits limits) {
        return new S3Studies(
                new S3Options(
                        List.of(S3Root.of(URI.create("s3://studies/"))),
                        Optional.of(store.endpoint()),
                        "eu-test-1",
                        true,
                        Optional.of(new S3Options.Credentials("key", "secret")),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        OBJECT_TIMEOUT,
                        ATTEMPTS),
                new Spool(Optional.of(spool), limits));
    }

    private void assertFails(String location, ErrorCode code, String why) {
        try (S3Studies studies = studies()) {
            assertFails(studies, location, code, why);
        }
    }

    private void assertFails(S3Studies studies, String location, ErrorCode code, String why) {
        assertThatThrownBy(() -> studies.open(URI.create(location), STUDY))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessageContaining(why);
        assertThat(spool).isEmptyDirectory();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
