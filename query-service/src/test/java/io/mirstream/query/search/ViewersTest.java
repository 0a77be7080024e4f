package io.mirstream.query.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.query.search.SearchResult.Hit;
import io.mirstream.query.search.SearchResult.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewersTest {
    private static final String OHIF =
            "https://ohif.example/viewer?StudyInstanceUIDs={studyUid}&initialSeriesInstanceUID={seriesUid}";
    private static final String WEASIS = "weasis://%24dicom%3Ars%20--url%20%22https%3A%2F%2Fpacs.example%2Fdicom-web%22"
            + "%20-r%20%22studyUID%3D{studyUid}%22";

    @Test
    void hit_has_a_link_to_each_viewer_in_the_order_of_their_names() {
        Viewers viewers = Viewers.of(Map.of("Weasis", WEASIS, "OHIF", OHIF));

        SearchResult linked = viewers.linked(answer());

        assertThat(linked.hits().getFirst().links())
                .containsExactly(
                        new Link(
                                "OHIF",
                                "https://ohif.example/viewer?StudyInstanceUIDs=1.2&initialSeriesInstanceUID=1.2.3"),
                        new Link("Weasis", WEASIS.replace("{studyUid}", "1.2")));
    }

    @Test
    void without_viewers_there_are_no_links() {
        assertThat(Viewers.of(Map.of()).linked(answer())).isEqualTo(answer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert('{studyUid}')",
                "data:text/html,{studyUid}",
                "file:///studies/{studyUid}",
                "//ohif.example/{studyUid}",
                "/viewer?study={studyUid}",
                "{studyUid}:x",
                "https://ohif.example/{patientId}",
                "https://ohif.example/{studyUid",
                "https://ohif.example/a b",
                "weasis://$dicom:rs --url \"https://pacs.example\""
            })
    void template_that_makes_no_link_of_a_known_kind_stops_the_start(String template) {
        assertThatThrownBy(() -> Viewers.of(Map.of("ohif", template)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mirstream.query.viewers.ohif.url");
    }

    private static SearchResult answer() {
        Hit hit = new Hit(
                1,
                0.9,
                new SeriesUid("1.2.3"),
                new StudyUid("1.2"),
                CollectionName.CLINICAL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                5,
                Optional.empty(),
                List.of());
        return new SearchResult(
                "volume-avg",
                new ModelRef("model", "1", new ModelFingerprint("0123456789abcdef"), 2, 0, false),
                3,
                true,
                List.of(hit),
                Optional.empty());
    }
}
