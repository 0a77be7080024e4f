package io.mirstream.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.location.DicomwebRoot;
import io.mirstream.contracts.location.S3Root;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rules hold for which scheme; the rules themselves are tested where they are. */
class AllowedLocationsTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");

    private final LocationRoots files = new LocationRoots(List.of(Path.of("/data")));
    private final AllowedLocations allowed = new AllowedLocations(
            files,
            List.of(new DicomwebRoot(URI.create("https://pacs.example/dicom-web"))),
            List.of(S3Root.of(URI.create("s3://studies/ct/"))));

    @ParameterizedTest
    @CsvSource({
        "FILE:/data//study, file:///data/study",
        "HTTPS://Pacs.Example:443/dicom-web/studies/1.2.3, https://pacs.example/dicom-web/studies/1.2.3",
        "S3://studies/ct/a.zip, s3://studies/ct/a.zip",
    })
    void each_scheme_is_passed_on_in_one_spelling(URI location, URI authorised) {
        assertThat(allowed.authorise(location, STUDY)).isEqualTo(authorised);
    }

    @ParameterizedTest
    @CsvSource({
        "file:///etc, LOCATION_FORBIDDEN",
        "http://pacs.example/dicom-web/studies/1.2.3, LOCATION_FORBIDDEN",
        "https://pacs.example.evil.org/dicom-web/studies/1.2.3, LOCATION_FORBIDDEN",
        "https://pacs.example@evil.org/dicom-web/studies/1.2.3, LOCATION_FORBIDDEN",
        "https://pacs.example/dicom-web%2Fstudies/1.2.3, LOCATION_FORBIDDEN",
        "https://pacs.example/dicom-web/studies/1.2.4, STUDY_UID_MISMATCH",
        "s3://studies/mr/a.zip, LOCATION_FORBIDDEN",
        "s3://studies/ct/../mr/a.zip, LOCATION_FORBIDDEN",
        "ftp://pacs.example/1, LOCATION_SCHEME_UNSUPPORTED",
        "jar:file:///data/a.zip!/x, LOCATION_SCHEME_UNSUPPORTED",
        "/data/study, LOCATION_SCHEME_UNSUPPORTED",
    })
    void everything_else_is_refused(URI location, ErrorCode code) {
        assertRefused(allowed, location, code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/dicom-web/studies/1.2.3",
                "https://pacs.example/dicom-web/studies/1.2.3",
                "s3://studies/ct/"
            })
    void scheme_with_nothing_allowed_is_not_supported(URI location) {
        assertRefused(
                new AllowedLocations(files, List.of(), List.of()), location, ErrorCode.LOCATION_SCHEME_UNSUPPORTED);
    }

    private static void assertRefused(AllowedLocations allowed, URI location, ErrorCode code) {
        assertThatThrownBy(() -> allowed.authorise(location, STUDY))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
