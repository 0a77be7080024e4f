package io.mirstream.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationRootsTest {
    private final LocationRoots roots = new LocationRoots(List.of(Path.of("/data"), Path.of("/archive/ct/")));

    @ParameterizedTest
    @CsvSource({
        "file:///data/study, file:///data/study",
        "file:/data/study, file:///data/study",
        "file://localhost/data/study, file:///data/study",
        "FILE:///data/study, file:///data/study",
        "file:///data, file:///data",
        "file:///data/study/, file:///data/study",
        "file:////data//study, file:///data/study",
        "file:///archive/ct/a.zip, file:///archive/ct/a.zip",
        "file:///data/a%20b, file:///data/a%20b",
        "file:///data/%2574, file:///data/%2574",
        "file:///data/..study, file:///data/..study",
        "file:///data/study..., file:///data/study...",
    })
    void location_under_a_root_is_passed_on_in_one_spelling(URI location, URI authorised) {
        assertThat(roots.authorise(location)).isEqualTo(authorised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "file:///",
                "file:///archive",
                "file:///archive/mr/study",
                "file:///database/study",
                "file:///data2",
                "file:///archive/ct2/study",
                "file:///DATA/study"
            })
    void location_outside_the_roots_is_refused(URI location) {
        assertForbidden(location, "outside");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///data/../etc/passwd",
                "file:///data/..",
                "file:///data/study/../other",
                "file:///data/./study",
                "file:///data/study/.",
                "file:///etc/../data/study",
                "file:///../data/study",
                "file:////data/..//etc",
                "file:///data/%2e%2e/etc/passwd",
                "file:///data/%2E./etc/passwd",
                "file:///data/.%2e%2fetc",
                "file:///data%2F..%2Fetc%2Fpasswd",
            })
    void steps_that_lead_elsewhere_are_refused_however_they_are_written(URI location) {
        assertForbidden(location, ". or .. steps");
    }

    @ParameterizedTest
    @CsvSource({
        "file://host/data/study, another host",
        "file://127.0.0.1/data/study, another host",
        "file://localhost:80/data/study, another host",
        "file:///data/study?x=1, query",
        "file:///data/study#x, query",
        "file:data/study, absolute path",
        "file:///data/%00, not a path",
    })
    void location_that_is_more_or_less_than_an_absolute_path_is_refused(URI location, String why) {
        assertForbidden(location, why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pacs.example/data/study",
                "s3://data/study",
                "jar:file:///data/study.jar!/x",
                "files:///data/study"
            })
    void scheme_other_than_file_is_refused(URI location) {
        assertThatThrownBy(() -> roots.authorise(location))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LOCATION_SCHEME_UNSUPPORTED));
    }

    @Test
    void without_roots_nothing_may_be_read() {
        LocationRoots none = new LocationRoots(List.of());

        assertThatThrownBy(() -> none.authorise(URI.create("file:///data/study")))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LOCATION_FORBIDDEN));
    }

    @Test
    void refusal_does_not_repeat_the_location() {
        assertThatThrownBy(() -> roots.authorise(URI.create("file:///home/secret")))
                .message()
                .doesNotContain("secret");
    }

    @Test
    void relative_root_stops_the_start() {
        assertThatThrownBy(() -> new LocationRoots(List.of(Path.of("data"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absolute");
    }

    private void assertForbidden(URI location, String why) {
        assertThatThrownBy(() -> roots.authorise(location))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LOCATION_FORBIDDEN))
                .hasMessageContaining(why);
    }
}
