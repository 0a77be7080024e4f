package io.mirstream.contracts.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {
    private final List<S3Root> roots =
            List.of(S3Root.of(URI.create("s3://studies")), S3Root.of(URI.create("s3://archive/ct/")));

    @ParameterizedTest
    @CsvSource({
        "s3://studies/a/b.zip, s3://studies/a/b.zip, false",
        "S3://studies/a, s3://studies/a, false",
        "s3://studies/, s3://studies/, true",
        "s3://studies, s3://studies/, true",
        "s3://archive/ct/, s3://archive/ct/, true",
        "s3://archive/ct/1/volume.nii.gz, s3://archive/ct/1/volume.nii.gz, false",
        "s3://studies/a%20b/, s3://studies/a%20b/, true",
        "s3://studies/%2574, s3://studies/%2574, false",
        "s3://studies/%C3%A4..b, s3://studies/ä..b, false",
    })
    void location_in_an_allowed_bucket_is_passed_on_in_one_spelling(URI location, URI authorised, boolean prefix) {
        S3Location read = S3Location.under(roots, location);

        assertThat(read.url()).isEqualTo(authorised);
        assertThat(read.isPrefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://studies2/a",
                "s3://studie/a",
                "s3://archive/",
                "s3://archive/ct",
                "s3://archive/ct2/a",
                "s3://archive/CT/a",
                "s3://archive/mr/ct/a",
            })
    void location_elsewhere_is_refused(URI location) {
        assertForbidden(location, "outside");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://STUDIES/a",
                "s3://user@studies/a",
                "s3://studies:80/a",
                "s3://studies./a",
                "s3:///a",
                "s3:studies",
                "s3://a..b/c",
                "s3://studies/a?versionId=1",
                "s3://studies/a#b",
                "s3://archive/ct/../mr/a",
                "s3://archive/ct/..",
                "s3://archive/ct/%2e%2e/mr",
                "s3://archive/ct%2Fa",
                "s3://archive/ct/%2f../mr",
                "s3://studies/a//b",
                "s3://studies//a",
                "s3://studies/./a",
                "s3://studies/a%00",
                "s3://studies/a%0A",
                "s3://studies/%FF",
            })
    void location_that_stores_may_understand_differently_is_refused(URI location) {
        assertForbidden(location, "must");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://archive/ct", "https://archive/ct/", "s3://Archive/", "s3://archive/../"})
    void root_that_is_no_bucket_and_prefix_stops_the_start(URI root) {
        assertThatThrownBy(() -> S3Root.of(root)).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertForbidden(URI location, String why) {
        assertThatThrownBy(() -> S3Location.under(roots, location))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LOCATION_FORBIDDEN))
                .hasMessageContaining(why);
    }
}
