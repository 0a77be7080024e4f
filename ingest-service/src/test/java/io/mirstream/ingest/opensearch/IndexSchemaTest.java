package io.mirstream.ingest.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.opensearch.Peer;
import io.mirstream.service.opensearch.SearchCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexSchemaTest {
    private static final String FINGERPRINT = "0123456789abcdef";
    private static final String SERIES = "mirstream-series-" + FINGERPRINT;
    private static final String SLICES = "mirstream-slices-" + FINGERPRINT;
    private static final String LEDGER = "mirstream-ledger-" + FINGERPRINT;
    private static final ModelRef MODEL =
            new ModelRef("builtin", "1", new ModelFingerprint(FINGERPRINT), 256, 384, false);

    /** What the node holds: bodies of created indices. */
    private final Map<String, ObjectNode> indices = new TreeMap<>();

    private Peer peer;
    private SearchCluster cluster;

    @BeforeEach
    void start() throws IOException {
        peer = new Peer();
        peer.answers(this::answer);
        cluster = new SearchCluster(peer.url(), Optional.empty());
    }

    @AfterEach
    void stop() throws IOException {
        cluster.close();
        peer.close();
    }

    private Peer.Answer answer(Peer.Asked asked) {
        String[] steps = asked.path().substring(1).split("/");
        if (asked.method().equals("GET")) {
            ObjectNode index = indices.get(steps[0]);
            return index == null
                    ? missing()
                    : new Peer.Answer(200, "{\"" + steps[0] + "\":{\"mappings\":" + index.path("mappings") + "}}");
        }
        indices.put(steps[0], (ObjectNode) Peer.json(asked.body()));
        return new Peer.Answer(200, "{}");
    }

    private static Peer.Answer missing() {
        return new Peer.Answer(404, "{\"error\":\"not there\"}");
    }

    // --- created

    @Test
    void indices_of_a_model_are_made_once() {
        schema("lucene").require(MODEL);
        int asked = peer.asked().size();

        schema("lucene").require(MODEL);

        assertThat(indices).containsOnlyKeys(SERIES, SLICES, LEDGER);
        assertThat(peer.asked().subList(asked, peer.asked().size()))
                .noneMatch(again -> again.method().equals("PUT"));
    }

    @Test
    void every_mapping_is_strict_and_says_whose_it_is() {
        schema("lucene").require(MODEL);
        schema("lucene").requireStatus();
        schema("lucene").requirePreviews();

        assertThat(indices.values()).hasSize(5).allSatisfy(index -> {
            assertThat(index.path("mappings").path("dynamic").asText()).isEqualTo("strict");
            assertThat(index.path("mappings")
                            .path("_meta")
                            .path("schemaVersion")
                            .asInt())
                    .isEqualTo(2);
        });
        for (String index : List.of(SERIES, SLICES, LEDGER)) {
            assertThat(indices.get(index).path("mappings").path("_meta").path("model"))
                    .isEqualTo(Json.mapper().valueToTree(MODEL));
        }
    }

    @Test
    void files_of_previews_are_beside_their_documents_and_only_names_are_indexed() {
        schema("lucene").requirePreviews();

        JsonNode mappings = indices.get("mirstream-previews").path("mappings");
        assertThat(mappings.at("/_source/excludes/0").asText()).isEqualTo("png");
        assertThat(mappings.at("/properties/png/store").asBoolean()).isTrue();
        assertThat(mappings.path("properties").properties())
                .filteredOn(field -> field.getValue().path("index").asBoolean(true))
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("seriesInstanceUid", "collection", "image", "png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lucene", "faiss"})
    void every_vector_field_names_its_engine_its_space_and_its_dimension(String engine) {
        schema(engine).require(MODEL);

        Map<String, JsonNode> vectors = new TreeMap<>();
        indices.values()
                .forEach(index -> index.path("mappings")
                        .path("properties")
                        .properties()
                        .forEach(field -> {
                            if (field.getValue().path("type").asText().equals("knn_vector")) {
                                vectors.put(field.getKey(), field.getValue());
                            }
                        }));
        assertThat(vectors)
                .containsOnlyKeys("reportVector", "vector", "vectorAvg", "vectorMax", "vectorMedian", "vectorStd");
        vectors.forEach((name, field) -> {
            JsonNode method = field.path("method");
            assertThat(method.path("engine").asText()).as(name).isEqualTo(engine);
            assertThat(method.path("name").asText()).as(name).isEqualTo("hnsw");
            assertThat(method.path("space_type").asText()).as(name).isEqualTo("cosinesimil");
            assertThat(method.path("parameters").path("m").asInt()).as(name).isEqualTo(5);
            assertThat(method.path("parameters").path("ef_construction").asInt())
                    .as(name)
                    .isEqualTo(6);
            assertThat(field.path("dimension").asInt()).as(name).isEqualTo(name.equals("reportVector") ? 384 : 256);
        });
    }

    @Test
    void index_has_the_shards_it_should_have_and_k_nn_only_where_there_are_vectors() {
        schema("lucene").require(MODEL);

        for (String index : List.of(SERIES, SLICES, LEDGER)) {
            JsonNode settings = indices.get(index).path("settings").path("index");
            assertThat(settings.path("number_of_shards").asInt()).isEqualTo(3);
            assertThat(settings.path("number_of_replicas").asInt()).isEqualTo(4);
            assertThat(settings.path("knn").asBoolean()).as(index).isEqualTo(!index.equals(LEDGER));
        }
    }

    @Test
    void slices_of_a_series_are_stored_beside_its_document_and_not_in_it() {
        schema("lucene").require(MODEL);

        JsonNode mappings = indices.get(SERIES).path("mappings");
        assertThat(mappings.path("_source").path("excludes").path(0).asText()).isEqualTo("sliceVectors");
        assertThat(mappings.path("properties")
                        .path("sliceVectors")
                        .path("store")
                        .asBoolean())
                .isTrue();
        assertThat(indices.get(SLICES).path("mappings").has("_source")).isFalse();
    }

    @Test
    void model_without_texts_needs_no_report_vector() {
        schema("lucene").require(new ModelRef("m", "1", MODEL.fingerprint(), 256, 0, false));

        assertThat(indices.get(SERIES).path("mappings").path("properties").has("reportVector"))
                .isFalse();
    }

    // --- verified

    /** A change of the series index after which it is not what this version writes. */
    record Change(String what, Consumer<ObjectNode> of) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Change> changes() {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change("is not strict", mappings -> mappings.put("dynamic", "true")));
        changes.add(new Change("is not strict", mappings -> mappings.remove("dynamic")));
        changes.add(new Change("is not of this model", mappings -> mappings.remove("_meta")));
        changes.add(new Change(
                "is not of this model",
                mappings -> ((ObjectNode) mappings.at("/_meta/model")).put("fingerprint", "fedcba9876543210")));
        changes.add(new Change(
                "is not of this model", mappings -> ((ObjectNode) mappings.at("/_meta/model")).put("dimension", 2)));
        changes.add(new Change(
                "has schema version 1", mappings -> ((ObjectNode) mappings.path("_meta")).put("schemaVersion", 1)));
        changes.add(new Change(
                "has other fields",
                mappings -> properties(mappings)
                        .set("patientName", Json.mapper().createObjectNode().put("type", "keyword"))));
        changes.add(new Change(
                "has another type for slices", mappings -> properties(mappings).remove("slices")));
        changes.add(new Change(
                "has another type for collection",
                mappings -> ((ObjectNode) properties(mappings).path("collection")).put("type", "text")));
        changes.add(new Change(
                "has another dimension for vectorAvg",
                mappings -> ((ObjectNode) properties(mappings).path("vectorAvg")).put("dimension", 128)));
        changes.add(new Change(
                "has another method for vectorAvg",
                mappings -> ((ObjectNode) mappings.at("/properties/vectorAvg/method")).put("space_type", "l2")));
        return changes.stream();
    }

    private static ObjectNode properties(ObjectNode mappings) {
        return (ObjectNode) mappings.path("properties");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void index_that_is_not_what_this_version_writes_is_refused_and_left_as_it_is(Change change) {
        schema("lucene").require(MODEL);
        change.of().accept((ObjectNode) indices.get(SERIES).path("mappings"));
        int asked = peer.asked().size();

        assertThatThrownBy(() -> schema("lucene").require(MODEL))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INDEX_MAPPING_MISMATCH))
                .hasMessage("index " + SERIES + " " + change.what());
        assertThat(peer.asked().subList(asked, peer.asked().size()))
                .allMatch(question -> question.method().equals("GET"));
    }

    @Test
    void engine_and_graph_are_the_operator_s_choice() {
        schema("faiss").require(MODEL);

        new IndexSchema(cluster, new IndexOptions("lucene", 1, 0, 99, 99)).require(MODEL);

        assertThat(indices.get(SERIES)
                        .at("/mappings/properties/vectorAvg/method/engine")
                        .asText())
                .isEqualTo("faiss");
    }

    @Test
    void status_index_with_another_mapping_is_refused() {
        schema("lucene").requireStatus();
        ((ObjectNode) indices.get("mirstream-status").at("/mappings/properties/status")).put("enabled", true);

        assertThatThrownBy(() -> schema("lucene").requireStatus())
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INDEX_MAPPING_MISMATCH));
    }

    @Test
    void index_that_was_made_before_more_was_known_of_its_model_is_taken_as_it_is() {
        schema("lucene").require(MODEL);
        ModelRef known = new ModelRef(
                MODEL.id(),
                MODEL.version(),
                MODEL.fingerprint(),
                MODEL.dimension(),
                MODEL.textDimension(),
                MODEL.sharedSpace(),
                Optional.of("0123456789abcdef".repeat(4)),
                Optional.of("fedcba9876543210"));
        int asked = peer.asked().size();

        schema("lucene").require(known);

        assertThat(peer.asked().subList(asked, peer.asked().size()))
                .allMatch(question -> question.method().equals("GET"));
    }

    // --- another instance, and refusals

    @Test
    void index_that_another_instance_made_first_is_verified() {
        schema("lucene").require(MODEL);
        Map<String, ObjectNode> made = new TreeMap<>(indices);
        indices.remove(LEDGER);
        peer.answers(asked -> {
            if (asked.method().equals("PUT")) {
                indices.put(LEDGER, made.get(LEDGER));
                return new Peer.Answer(400, "{\"error\":{\"type\":\"resource_already_exists_exception\"}}");
            }
            return answer(asked);
        });

        schema("lucene").require(MODEL);

        assertThat(indices).isEqualTo(made);
    }

    @Test
    void index_that_cannot_be_made_is_unavailable() {
        peer.answers(asked -> asked.method().equals("PUT")
                ? new Peer.Answer(400, "{\"error\":{\"type\":\"validation_exception\"}}")
                : answer(asked));

        assertThatThrownBy(() -> schema("lucene").require(MODEL))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE))
                .hasMessageContaining("validation_exception");
    }

    private IndexSchema schema(String engine) {
        return new IndexSchema(cluster, new IndexOptions(engine, 3, 4, 5, 6));
    }
}
