package io.mirstream.ingest.index;

import static io.mirstream.ingest.index.Embeddings.A;
import static io.mirstream.ingest.index.Embeddings.B;
import static io.mirstream.ingest.index.Embeddings.MODEL;
import static io.mirstream.ingest.index.Embeddings.OTHER_MODEL;
import static io.mirstream.ingest.index.Embeddings.STUDY;
import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Png;
import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreviewIndexerTest {
    private static final LedgerKey KEY = new LedgerKey(CollectionName.CLINICAL, STUDY);

    private final MemoryPreviews store = new MemoryPreviews();
    private final MemoryModels models =
            new MemoryModels().with(new MemoryIndex(), MODEL).live(MODEL);
    private final PreviewIndexer indexer = new PreviewIndexer(store, models);

    @Test
    void previews_are_found_before_and_after_their_vectors_are() {
        indexer.apply(List.of(previews(1, A, 2)));
        assertThat(store.found())
                .containsExactly("clinical/1.2.1/coronal@1", "clinical/1.2.1/slice-0@1", "clinical/1.2.1/slice-1@1");

        apply(MODEL, embedded(Embeddings.revision(1).with(A, 2), A));
        assertThat(store.found()).hasSize(3);
    }

    @Test
    void previews_of_an_amendment_take_the_place_of_those_before() {
        indexer.apply(List.of(previews(1, A, 3)));

        indexer.apply(List.of(previews(2, A, 1)));
        apply(MODEL, embedded(Embeddings.revision(2).with(A, 1), A));

        assertThat(store.found()).containsExactly("clinical/1.2.1/coronal@2", "clinical/1.2.1/slice-0@2");
    }

    @Test
    void older_previews_are_gone_once_the_amended_vectors_are_there_though_none_follow() {
        indexer.apply(List.of(previews(1, A, 1), previews(1, B, 1)));
        apply(MODEL, embedded(Embeddings.revision(1).with(A, 1).with(B, 1), A));

        apply(MODEL, embedded(Embeddings.revision(2).with(A, 1), A)); // and not B

        assertThat(store.found()).isEmpty();
    }

    @Test
    void records_that_come_again_change_nothing() {
        List<SeriesPreviews> records = List.of(previews(1, A, 3), previews(1, B, 1), previews(2, A, 2));
        indexer.apply(records);
        apply(MODEL, embedded(Embeddings.revision(2).with(A, 2), A));
        indexer.apply(records);

        indexer.apply(records.subList(0, 1));
        indexer.apply(records.subList(1, 3));

        assertThat(store.found())
                .containsExactly("clinical/1.2.1/coronal@2", "clinical/1.2.1/slice-0@2", "clinical/1.2.1/slice-1@2");
    }

    @Test
    void retracted_study_leaves_no_preview() {
        indexer.apply(List.of(previews(1, A, 2)));
        apply(MODEL, embedded(Embeddings.revision(1).with(A, 2), A));

        apply(MODEL, new Work.Retracted(KEY, new Revision(2), "event-2"));

        assertThat(store.found()).isEmpty();
    }

    @Test
    void previews_of_a_study_that_is_retracted_already_are_not_kept() {
        apply(MODEL, new Work.Retracted(KEY, new Revision(2), "event-2"));

        indexer.apply(List.of(previews(1, A, 2)));

        assertThat(store.found()).isEmpty();
    }

    @Test
    void retraction_between_looking_and_writing_leaves_no_preview() {
        store.whenWritten(() -> apply(MODEL, new Work.Retracted(KEY, new Revision(2), "event-2")));

        indexer.apply(List.of(previews(1, A, 2)));

        assertThat(store.found()).isEmpty();
    }

    @Test
    void retraction_that_comes_before_the_vectors_deletes_previews_with_these() {
        indexer.apply(List.of(previews(1, A, 2)));
        apply(MODEL, new Work.Retracted(KEY, new Revision(2), "event-2"));

        apply(MODEL, embedded(Embeddings.revision(1).with(A, 2), A));

        assertThat(store.found()).isEmpty();
    }

    @Test
    void series_that_is_no_longer_of_its_revision_has_no_previews() {
        apply(MODEL, embedded(Embeddings.revision(1).with(A, 2), A));

        indexer.apply(List.of(previews(1, A, 2), previews(1, B, 2)));

        assertThat(store.found())
                .allMatch(name -> name.startsWith("clinical/1.2.1/"))
                .isNotEmpty();
    }

    @Test
    void series_that_one_model_of_two_could_embed_has_previews() {
        models.make(OTHER_MODEL);
        apply(MODEL, embedded(Embeddings.revision(2).with(A, 2).with(B, 2), B));
        apply(OTHER_MODEL, embedded(Embeddings.revision(2).with(A, 2).by(OTHER_MODEL), A));

        indexer.apply(List.of(previews(2, B, 1)));
        apply(OTHER_MODEL, embedded(Embeddings.revision(2).with(A, 2).by(OTHER_MODEL), A));

        assertThat(store.found()).containsExactly("clinical/1.2.2/coronal@2", "clinical/1.2.2/slice-0@2");
    }

    @Test
    void retraction_that_any_model_knows_of_counts() {
        models.make(OTHER_MODEL);
        apply(OTHER_MODEL, new Work.Retracted(KEY, new Revision(2), "event-2"));

        indexer.apply(List.of(previews(1, A, 2)));

        assertThat(store.found()).isEmpty();
    }

    private void apply(ModelRef model, Work work) {
        new Indexer(models.index(model), store, new Heard(), new IndexedSoFar(), Clock.systemUTC())
                .apply(List.of(work));
    }

    private static Work embedded(Embeddings study, SeriesUid series) {
        return new Work.Embedded(study.of(series), new Origin() {});
    }

    private static SeriesPreviews previews(long revision, SeriesUid series, int slices) {
        PreviewImage image = new PreviewImage(2, 1, 1, Png.ofBase64("iVBORw0KGgoAAAANSUhEUgAAAAIAAAAB"));
        return new SeriesPreviews(
                STUDY,
                series,
                CollectionName.CLINICAL,
                new Revision(revision),
                "event-" + revision,
                Embeddings.revision(revision).with(series, 1).of(series).summary(),
                IntStream.range(0, slices)
                        .mapToObj(slice -> new SeriesPreviews.SlicePreview(slice, slice, image))
                        .toList(),
                image);
    }
}
