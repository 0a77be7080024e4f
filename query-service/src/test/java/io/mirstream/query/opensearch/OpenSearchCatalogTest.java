package io.mirstream.query.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.query.Peer;
import io.mirstream.query.Peer.Answer;
import io.mirstream.query.opensearch.OpenSearchCatalog.DescribedSeries;
import io.mirstream.query.opensearch.OpenSearchCatalog.ValueCount;
import io.mirstream.query.search.Filters;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                {"aggregations":{"collection":{"values":{"buckets":[{"key":"clinical","doc_count":4}]}},
                "bodyPart":{"values":{"buckets":[{"key":"CHEST","doc_count":3},{"key":"HEAD","doc_count":1}]}},
                "modality":{"values":{"buckets":[]}},"labels":{"values":{"buckets":[{"key":"lesions=2","doc_count":1}]}}}}"""));

        OpenSearchCatalog.Facets facets = catalog.facets(List.of(), Filters.NONE);

        assertThat(facets.collections()).containsExactly(new ValueCount("clinical", 4));
        assertThat(facets.bodyParts()).containsExactly(new ValueCount("CHEST", 3), new ValueCount("HEAD", 1));
        assertThat(facets.modalities()).isEmpty();
        assertThat(facets.labels()).containsExactly(new ValueCount("lesions=2", 1));
    }

    @Test
    void what_is_counted_for_one_filter_fits_all_others() {
        peer.answers(Answer.ok("{}"));

        catalog.facets(
                List.of(),
                new Filters(
                        List.of(CollectionName.CLINICAL),
                        List.of("CT"),
                        List.of("CHEST"),
                        new Filters.Dates(Optional.of(LocalDate.of(2026, 1, 31)), Optional.empty()),
                        Map.of("lesions", "2")));

        JsonNode request = peer.asked.getFirst().json();
        assertThat(request.at("/query/bool/filter"))
                .hasToString("[{\"range\":{\"studyDate\":{\"gte\":\"2026-01-31\"}}}]");
        String collection = "{\"terms\":{\"collection\":[\"clinical\"]}}";
        String modality = "{\"terms\":{\"modality\":[\"CT\"]}}";
        String bodyPart = "{\"terms\":{\"bodyPart\":[\"CHEST\"]}}";
        String label = "{\"term\":{\"labels\":\"lesions=2\"}}";
        assertThat(others(request, "collection")).containsExactlyInAnyOrder(modality, bodyPart, label);
        assertThat(others(request, "modality")).containsExactlyInAnyOrder(collection, bodyPart, label);
        assertThat(others(request, "bodyPart")).containsExactlyInAnyOrder(collection, modality, label);
        assertThat(others(request, "labels")).containsExactlyInAnyOrder(collection, modality, bodyPart);
    }

    private static List<String> others(JsonNode request, String facet) {
        List<String> clauses = new ArrayList<>();
        request.at("/aggs/" + facet + "/filter/bool/filter").forEach(clause -> clauses.add(clause.toString()));
        return clauses;
    }

    @Test
    void volumes_of_replays_are_counted_only_where_their_collection_is_named() {
        peer.answers(Answer.ok("{}"));

        catalog.facets(List.of(), Filters.NONE);
        catalog.facets(List.of(), Filters.NONE.in(List.of(new CollectionName("replay-1"))));

        assertThat(peer.asked)
                .extracting(asked -> asked.json()
                        .at("/aggs/labels/filter/bool/must_not/0/prefix/collection")
                        .asText())
                .containsExactly(CollectionName.REPLAY_PREFIX, "");
        assertThat(peer.asked
                        .getFirst()
                        .json()
                        .at("/aggs/collection/filter/bool/must_not")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void nothing_is_known_of_an_index_that_is_not_there() {
        peer.answers(Answer.json(404, "{}"));

        assertThat(catalog.series(STUDY, List.of())).isEmpty();
        assertThat(catalog.facets(List.of(), Filters.NONE).bodyParts()).isEmpty();
    }

    @Test
    void refusal_of_the_index_is_no_answer() {
        peer.answers(Answer.json(400, "{}"));

        assertThatThrownBy(() -> catalog.facets(List.of(), Filters.NONE))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE));
    }
}
