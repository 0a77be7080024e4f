package io.mirstream.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.Vector;
import io.mirstream.eval.dataset.EmbeddingFolder;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.NpyBytes;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.SmallDataset;
import io.mirstream.eval.dataset.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final VolumeId QUERY = new VolumeId("colon_002");

    private final FakeArchive archive = new FakeArchive();

    @TempDir
    private Path root;

    private Pool pool;

    @BeforeEach
    void four_volumes_with_two_slices_each() throws IOException {
        SmallDataset.write(root);
        pool = new LabelFolder(root).benchmark().pool(Organ.COLON);
        Files.createDirectories(root.resolve("embeddings"));
        for (String volume : List.of("colon_001", "pancreas_001", "liver_0", "colon_002")) {
            write("embeddings/" + volume, "(2, 2)", 1, 8, 3, 0);
        }
    }

    @Test
    void ranked_series_are_volumes_again() throws InterruptedException {
        try (DeliveredVolumes volumes = volumes(false)) {

            ReplayOutcome outcome = replay(volumes, Method.SLICE_FREQ).run();

            assertThat(outcome.rankings()
                            .get(Gallery.OWN)
                            .get(Organ.COLON)
                            .get(Method.SLICE_FREQ)
                            .get(QUERY))
                    .extracting(VolumeId::value)
                    .containsExactly("colon_001", "liver_0", "pancreas_001");
        }
    }

    @Test
    void volumes_are_pooled_as_delivered_and_queries_lie_apart() throws InterruptedException {
        try (DeliveredVolumes volumes = volumes(false)) {

            replay(volumes, Method.VOLUME_AVGPOOLING).run();

            List<SeriesEmbedding> published = published();
            assertThat(published).hasSize(4).allSatisfy(series -> {
                assertThat(series.pooled()).containsEntry(Pooling.AVG, Vector.of(2, 4));
                assertThat(series.pooled()).containsEntry(Pooling.MAX, Vector.of(3, 8));
                assertThat(series.pooled()).containsEntry(Pooling.STD, Vector.of(1, 4));
            });
            assertThat(published)
                    .filteredOn(series -> series.collection().value().endsWith("-colon-queries"))
                    .extracting(series -> series.labels().get("volume"))
                    .containsExactly("colon_002");
        }
    }

    @Test
    void captions_make_texts_and_images_one_space() throws IOException {
        write("text/colon_002", "(2,)", 1, 2);

        PrecomputedVectors vectors = vectors();

        assertThat(vectors.model().sharedSpace()).isTrue();
        assertThat(vectors.hasTextForEveryQuery()).isTrue();
    }

    @Test
    void other_vectors_are_another_model() throws IOException {
        PrecomputedVectors before = vectors();

        write("embeddings/liver_0", "(2, 2)", 1, 8, 3, 1);

        assertThat(vectors().model().fingerprint()).isNotEqualTo(before.model().fingerprint());
    }

    @Test
    void caption_without_vectors_of_captions_is_refused() {
        assertThatThrownBy(() -> vectors().requireAllows(Method.CAPTION))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
    }

    @Test
    void a_method_for_which_texts_would_be_embedded_is_refused() {
        assertThatThrownBy(() -> vectors().requireAllows(Method.FUSED))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_UNSUPPORTED));
    }

    @Test
    void vectors_of_several_lengths_or_of_zeros_are_refused() throws IOException {
        write("embeddings/liver_0", "(1, 3)", 1, 2, 3);
        assertMalformed();

        write("embeddings/liver_0", "(1, 2)", 0, 0);
        assertMalformed();
    }

    @Test
    void indices_go_even_when_a_search_fails() {
        archive.refusal = Optional.of(ErrorCode.INDEX_BUSY);

        assertThatThrownBy(() -> {
                    try (DeliveredVolumes volumes = volumes(false)) {
                        replay(volumes, Method.SLICE_SUM).run();
                    }
                })
                .isInstanceOf(CodedException.class);

        assertThat(archive.searches).isNotEmpty();
        assertThat(archive.models).isEmpty();
    }

    @Test
    void indices_stay_when_they_are_kept_and_after_the_next_replay_too() throws InterruptedException {
        try (DeliveredVolumes first = volumes(true)) {
            replay(first, Method.SLICE_MAX).run();
        }
        archive.models.values().forEach(List::clear); // the index takes a series once, the fake each time

        try (DeliveredVolumes second = volumes(false)) {
            replay(second, Method.SLICE_MAX).run();
        }

        assertThat(archive.models).hasSize(1);
    }

    private void assertMalformed() {
        assertThatThrownBy(this::vectors)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
    }

    private List<SeriesEmbedding> published() {
        return archive.models.values().iterator().next();
    }

    private DeliveredVolumes volumes(boolean keep) {
        return new DeliveredVolumes(archive, vectors(), List.of(pool), keep, line -> {});
    }

    private Replay replay(DeliveredVolumes volumes, Method method) {
        Replay.Name name = new Replay.Name("1", "small", Instant.EPOCH);
        return new Replay(name, volumes, archive, List.of(method), Journal.inMemory(), line -> {});
    }

    private PrecomputedVectors vectors() {
        return PrecomputedVectors.read(new EmbeddingFolder(root), List.of(pool));
    }

    private void write(String name, String shape, float... values) throws IOException {
        Path file = root.resolve(name + ".npy");
        Files.createDirectories(file.getParent());
        Files.write(file, NpyBytes.of(NpyBytes.header(shape), values));
    }
}
