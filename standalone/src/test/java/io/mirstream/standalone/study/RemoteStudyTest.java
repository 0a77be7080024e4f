package io.mirstream.standalone.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.id.StudyUid;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteStudyTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8042/dicom-web/studies/1.2.3", "https://pacs.example/studies/1.2.3/series/1.4"
            })
    void study_is_named_by_its_dicomweb_location(String location) {
        assertThat(RemoteStudy.of(location, Optional.empty())).isEqualTo(new RemoteStudy(STUDY, URI.create(location)));
    }

    @Test
    void study_in_a_bucket_is_named_beside_it() {
        assertThat(RemoteStudy.of("s3://studies/a/", Optional.of(STUDY)).study())
                .isEqualTo(STUDY);
        assertThatThrownBy(() -> RemoteStudy.of("s3://studies/a/", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--study");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pacs.example",
                "https://pacs.example/studies/1.2.4",
                "https://pacs.example/studies/1..2",
                "https://pacs.example/studies/1.2.3/metadata",
                "https://pacs example/studies/1.2.3",
            })
    void location_of_no_study_or_another_is_refused(String location) {
        assertThatThrownBy(() -> RemoteStudy.of(location, Optional.of(STUDY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void folders_and_files_are_not_remote() {
        assertThat(RemoteStudy.isRemote("/data/http://x")).isFalse();
        assertThat(RemoteStudy.isRemote("http:")).isFalse();
        assertThat(RemoteStudy.isRemote("S3://bucket/x")).isTrue();
    }
}
