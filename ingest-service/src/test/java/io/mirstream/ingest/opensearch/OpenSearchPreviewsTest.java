package io.mirstream.ingest.opensearch;

import static io.mirstream.ingest.index.Embeddings.A;
import static io.mirstream.ingest.index.Embeddings.STUDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Png;
import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.event.SeriesPreviews.SlicePreview;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import io.mirstream.ingest.index.Embeddings;
import io.mirstream.ingest.index.SeriesKey;
import io.mirstream.service.opensearch.Peer;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenSearchPreviewsTest {
    private static final PreviewImage IMAGE =
            new PreviewImage(2, 1, 1.5, Png.ofBase64("iVBORw0KGgoAAAANSUhEUgAAAAIAAAAB"));
    private static final SeriesPreviews PREVIEWS = new SeriesPreviews(
            STUDY,
            A,
            CollectionName.CLINICAL,
            new Revision(3),
            "event-3",
            Embeddings.revision(3).with(A, 1).of(A).summary(),
            List.of(new SlicePreview(4, -12.5, IMAGE), new SlicePreview(19, 25, IMAGE)),
            IMAGE);

    private Peer peer;
    private SearchCluster cluster;
    private OpenSearchPreviews store;

    @BeforeEach
    void start() throws IOException {
        peer = new Peer();
        cluster = new SearchCluster(peer.url(), Optional.empty());
        store = new OpenSearchPreviews(cluster);
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        peer.close();
    }

    @Test
    void every_image_is_a_document_at_its_studys_revision_and_no_other_is_left() {
        answers(33, 201);

        store.write(List.of(PREVIEWS));

        List<JsonNode> lines = lines();
        assertThat(lines.get(0).path("index").path("_id").asText()).isEqualTo("clinical/1.2.1/coronal");
        assertThat(lines.get(2).toString())
                .isEqualTo("{\"index\":{\"_index\":\"mirstream-previews\",\"_id\":\"clinical/1.2.1/0\","
                        + "\"version\":3,\"version_type\":\"external_gte\"}}");
        assertThat(lines.get(5).toString())
                .isEqualTo("{\"studyInstanceUid\":\"1.2\",\"seriesInstanceUid\":\"1.2.1\","
                        + "\"collection\":\"clinical\",\"revision\":3,\"image\":\"slice-19\",\"width\":2,\"height\":1,"
                        + "\"pixelMm\":1.5,\"png\":\"iVBORw0KGgoAAAANSUhEUgAAAAIAAAAB\",\"sliceIndex\":19,"
                        + "\"positionMm\":25.0}");
        assertThat(lines.subList(6, lines.size()))
                .hasSize(30)
                .allMatch(line -> line.path("delete").path("version").asLong() == 3)
                .last()
                .matches(line -> line.path("delete").path("_id").asText().equals("clinical/1.2.1/31"));
    }

    @Test
    void all_that_a_series_may_have_is_deleted_by_its_ids() {
        answers(33, 404);

        store.delete(Map.of(new SeriesKey(CollectionName.CLINICAL, A), new Revision(7)));

        assertThat(lines())
                .hasSize(33)
                .allMatch(line -> line.path("delete").path("version").asLong() == 7);
    }

    @Test
    void newer_images_that_are_there_already_are_fine() {
        answers(33, 409);

        store.write(List.of(PREVIEWS));

        assertThat(peer.asked()).hasSize(1);
    }

    @Test
    void image_that_the_index_will_not_take_is_the_indexs_fault() {
        answers(33, 400);

        assertThatThrownBy(() -> store.write(List.of(PREVIEWS)))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INDEX_MAPPING_MISMATCH));
    }

    private void answers(int items, int status) {
        String item = "{\"index\":{\"status\":" + status + "}}";
        peer.answers(asked ->
                new Peer.Answer(200, "{\"items\":[" + String.join(",", Collections.nCopies(items, item)) + "]}"));
    }

    private List<JsonNode> lines() {
        List<JsonNode> lines = new ArrayList<>();
        peer.asked().getFirst().body().lines().forEach(line -> lines.add(Peer.json(line)));
        return lines;
    }
}
