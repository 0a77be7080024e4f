package io.mirstream.query.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.query.Peer;
import io.mirstream.query.Peer.Answer;
import io.mirstream.query.opensearch.OpenSearchCatalog.DescribedSeries;
import io.mirstream.query.opensearch.OpenSearchCatalog.ValueCount;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenSearchCatalogTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");

    private final Peer peer = new Peer();
    private final SearchCluster cluster = new SearchCluster(peer.url(), Optional.empty());
    private final OpenSearchCatalog catalog = new OpenSearchCatalog(cluster);

    @AfterEach
    void close() throws IOException {
        cluster.close();
        peer.close();
    }

    @Test
    void series_of_a_study_are_described() {
        peer.answers(Answer.ok("""
                {"hits":{"hits":[{"_source":{"seriesInstanceUid":"1.2.3.1","modality":"CT","bodyPart":"CHEST",
                "studyDate":"2024-05-03","labels":["lesions=2"],"slices":60,"rows":512,"columns":256,
                "spacingMm":[0.5,0.75,5.0],"orientation":"axial","findings":["GAPS"],"reportText":"No finding."}}]}}"""));

        assertThat(catalog.series(STUDY, List.of(CollectionName.CLINICAL)))
                .containsExactly(new DescribedSeries(
                        new SeriesUid("1.2.3.1"),
                        Optional.of("CT"),
                        Optional.of("CHEST"),
                        Optional.of("2024-05-03"),
                        List.of("lesions=2"),
                        60,
                        512,
                        256,
                        List.of(0.5, 0.75, 5.0),
                        Optional.of("axial"),
                        List.of("GAPS"),
                        Optional.of("No finding.")));
        assertThat(peer.asked.getFirst().json().at("/query/bool/filter"))
                .hasToString(
                        "[{\"terms\":{\"collection\":[\"clinical\"]}},{\"term\":{\"studyInstanceUid\":\"1.2.3\"}}]");
    }

    @Test
    void filters_can_choose_from_what_there_is() {
        peer.answers(Answer.ok("""
                {"aggregations":{"bodyPart":{"buckets":[{"key":"CHEST","doc_count":3},{"key":"HEAD","doc_count":1}]},
                "modality":{"buckets":[]},"labels":{"buckets":[{"key":"lesions=2","doc_count":1}]}}}"""));

        OpenSearchCatalog.Facets facets = catalog.facets(List.of());

        assertThat(facets.bodyParts()).containsExactly(new ValueCount("CHEST", 3), new ValueCount("HEAD", 1));
        assertThat(facets.modalities()).isEmpty();
        assertThat(facets.labels()).containsExactly(new ValueCount("lesions=2", 1));
    }

    @Test
    void nothing_is_known_of_an_index_that_is_not_there() {
        peer.answers(Answer.json(404, "{}"));

        assertThat(catalog.series(STUDY, List.of())).isEmpty();
        assertThat(catalog.facets(List.of()).bodyParts()).isEmpty();
    }

    @Test
    void refusal_of_the_index_is_no_answer() {
        peer.answers(Answer.json(400, "{}"));

        assertThatThrownBy(() -> catalog.facets(List.of()))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE));
    }
}
