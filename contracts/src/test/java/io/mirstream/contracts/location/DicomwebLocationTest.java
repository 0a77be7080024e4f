package io.mirstream.contracts.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomwebLocationTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");

    private final List<DicomwebRoot> roots = List.of(
            new DicomwebRoot(URI.create("https://pacs.example/dicom-web")),
            new DicomwebRoot(URI.create("http://127.0.0.1:8042/dicom-web/")),
            new DicomwebRoot(URI.create("http://[::1]:8042")));

    @ParameterizedTest
    @CsvSource({
        "https://pacs.example/dicom-web/studies/1.2.3, https://pacs.example/dicom-web/studies/1.2.3",
        "HTTPS://PACS.Example:443/dicom-web/studies/1.2.3, https://pacs.example/dicom-web/studies/1.2.3",
        "https://pacs.example/dicom-web/studies/1.2.3/series/1.4,"
                + " https://pacs.example/dicom-web/studies/1.2.3/series/1.4",
        "http://127.0.0.1:8042/dicom-web/studies/1.2.3, http://127.0.0.1:8042/dicom-web/studies/1.2.3",
        "http://[::1]:8042/studies/1.2.3, http://[::1]:8042/studies/1.2.3",
    })
    void location_at_an_allowed_service_is_passed_on_in_one_spelling(URI location, URI authorised) {
        assertThat(DicomwebLocation.under(roots, location, STUDY).url()).isEqualTo(authorised);
    }

    @Test
    void series_of_a_location_is_read() {
        URI location = URI.create("https://pacs.example/dicom-web/studies/1.2.3/series/1.4");

        assertThat(DicomwebLocation.under(roots, location, STUDY).series()).contains(new SeriesUid("1.4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://pacs.example/dicom-web/studies/1.2.3",
                "https://pacs.example:8443/dicom-web/studies/1.2.3",
                "https://pacs.example.evil.org/dicom-web/studies/1.2.3",
                "https://evil.org/pacs.example/dicom-web/studies/1.2.3",
                "https://pacs.exampl/dicom-web/studies/1.2.3",
                "https://pacs.example/dicom-web2/studies/1.2.3",
                "https://pacs.example/DICOM-WEB/studies/1.2.3",
                "https://pacs.example/studies/1.2.3",
                "http://127.0.0.1/dicom-web/studies/1.2.3",
                "http://localhost:8042/dicom-web/studies/1.2.3",
                "http://[0:0:0:0:0:0:0:1]:8042/studies/1.2.3",
            })
    void location_at_another_service_is_refused(URI location) {
        assertRefused(location, ErrorCode.LOCATION_FORBIDDEN, "outside");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user@pacs.example/dicom-web/studies/1.2.3",
                "https://pacs.example@evil.org/dicom-web/studies/1.2.3",
                "https://pacs.example:443@evil.org/dicom-web/studies/1.2.3",
                "https://pacs.example./dicom-web/studies/1.2.3",
                "https://pacs.example:0/dicom-web/studies/1.2.3",
                "https://pacs.example:99999/dicom-web/studies/1.2.3",
                "https://pacs_1.example/dicom-web/studies/1.2.3",
                "https://[fe80::1%25eth0]/dicom-web/studies/1.2.3",
                "https:///dicom-web/studies/1.2.3",
                "https:pacs.example/dicom-web/studies/1.2.3",
                "https://pacs.example/dicom-web/studies/1.2.3?x=1",
                "https://pacs.example/dicom-web/studies/1.2.3#x",
                "https://pacs.example/dicom-web/../secret/studies/1.2.3",
                "https://pacs.example/dicom-web/./studies/1.2.3",
                "https://pacs.example/dicom-web//studies/1.2.3",
                "https://pacs.example/dicom-web%2Fstudies%2F1.2.3",
                "https://pacs.example/dicom-web/studies/1.2.3%2F..",
                "https://pacs.example/dicom-web/studies/%31.2.3",
            })
    void url_that_readers_may_understand_differently_is_refused(URI location) {
        assertRefused(location, ErrorCode.LOCATION_FORBIDDEN, "plain URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pacs.example/dicom-web/studies/",
                "https://pacs.example/dicom-web/studies/1.2.3/",
                "https://pacs.example/dicom-web/studies/1.2.3/series",
                "https://pacs.example/dicom-web/studies/1.2.3/instances",
                "https://pacs.example/dicom-web/studies/1.2.3/series/1.4/instances/1.5",
                "https://pacs.example/dicom-web/studies/all",
            })
    void resource_other_than_a_study_or_series_is_refused(URI location) {
        assertRefused(location, ErrorCode.LOCATION_FORBIDDEN, "must end in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pacs.example/dicom-web/studies/123",
                "https://pacs.example/dicom-web/studies/1..2",
                "https://pacs.example/dicom-web/studies/1.2.3/series/1.",
            })
    void name_that_is_no_uid_is_refused(URI location) {
        assertRefused(location, ErrorCode.LOCATION_FORBIDDEN, "UIDs");
    }

    @Test
    void study_other_than_the_events_is_refused() {
        assertRefused(
                URI.create("https://pacs.example/dicom-web/studies/1.2.30"),
                ErrorCode.STUDY_UID_MISMATCH,
                "another study");
    }

    @Test
    void refusal_does_not_repeat_the_location() {
        assertThatThrownBy(
                        () -> DicomwebLocation.under(roots, URI.create("https://secret.example/studies/1.2.3"), STUDY))
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pacs.example",
                "ftp://pacs.example",
                "https://user:word@pacs.example/dicom-web",
                "https://pacs.example/dicom-web?x",
                "https://*.example/dicom-web",
            })
    void root_that_is_no_plain_url_stops_the_start(URI root) {
        assertThatThrownBy(() -> new DicomwebRoot(root)).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(URI location, ErrorCode code, String why) {
        assertThatThrownBy(() -> DicomwebLocation.under(roots, location, STUDY))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }
}
