package io.mirstream.ingest.index;

import static io.mirstream.ingest.index.Embeddings.A;
import static io.mirstream.ingest.index.Embeddings.B;
import static io.mirstream.ingest.index.Embeddings.MODEL;
import static io.mirstream.ingest.index.Embeddings.OTHER_MODEL;
import static io.mirstream.ingest.index.Embeddings.STUDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelIndexersTest {
    private static final LedgerKey KEY = new LedgerKey(CollectionName.CLINICAL, STUDY);
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final MemoryIndex live = new MemoryIndex();
    private final MemoryModels models = new MemoryModels().with(live, MODEL).live(MODEL);
    private final Heard heard = new Heard();
    private final IndexedSoFar counts = new IndexedSoFar();
    private final ModelIndexers indexers = indexers(heard);

    private record Named(String name) implements Origin {}

    // --- arriving

    @Test
    void vectors_of_a_new_model_go_to_indices_of_their_own_and_leave_the_live_ones_alone() {
        indexers.apply(List.of(embedded(Embeddings.revision(1).with(A, 2), A)));

        indexers.apply(List.of(embedded(Embeddings.revision(1).with(A, 1).by(OTHER_MODEL), A)));

        assertThat(live.searchable()).containsExactly("clinical/1.2.1/0@1", "clinical/1.2.1/1@1", "clinical/1.2.1@1");
        assertThat(models.index(OTHER_MODEL).searchable()).containsExactly("clinical/1.2.1/0@1", "clinical/1.2.1@1");
        assertThat(models.known().live()).contains(MODEL.fingerprint());
    }

    @Test
    void each_model_s_state_of_a_study_is_told_as_its_own() {
        Embeddings study = Embeddings.revision(1).with(A, 1).with(B, 1);

        indexers.apply(List.of(
                embedded(study, A), embedded(study, B), embedded(study.by(OTHER_MODEL), A))); // B is still to come

        assertThat(heard.statuses).singleElement().satisfies(status -> {
            assertThat(status.state()).isEqualTo(StudyState.INDEXED);
            assertThat(status.model()).contains(MODEL.fingerprint());
        });
    }

    @Test
    void older_revision_never_replaces_a_newer_one_of_the_same_model() {
        Embeddings newer = Embeddings.revision(2).with(A, 1);
        Embeddings older = Embeddings.revision(1).with(A, 1);
        indexers.apply(List.of(embedded(newer, A), embedded(older.by(OTHER_MODEL), A)));

        indexers.apply(List.of(embedded(older, A), embedded(newer.by(OTHER_MODEL), A)));

        assertThat(live.documents()).containsExactly("clinical/1.2.1/0@2", "clinical/1.2.1@2");
        assertThat(models.index(OTHER_MODEL).documents()).containsExactly("clinical/1.2.1/0@2", "clinical/1.2.1@2");
    }

    @Test
    void series_that_a_new_model_s_index_refuses_is_a_dead_letter_and_failed_for_that_model_only() {
        Embeddings study = Embeddings.revision(1).with(A, 1);
        models.make(OTHER_MODEL);
        models.index(OTHER_MODEL).refuses(id -> true);

        indexers.apply(List.of(embedded(study, A), embedded(study.by(OTHER_MODEL), A)));

        assertThat(heard.deadLetters).hasSize(1);
        assertThat(heard.statuses)
                .extracting(StudyStatus::state, StudyStatus::model)
                .containsExactlyInAnyOrder(
                        tuple(StudyState.INDEXED, Optional.of(MODEL.fingerprint())),
                        tuple(StudyState.FAILED, Optional.of(OTHER_MODEL.fingerprint())));
    }

    @Test
    void vectors_of_a_removed_model_are_not_taken() {
        models.make(OTHER_MODEL);
        models.remove(OTHER_MODEL);

        indexers.apply(List.of(embedded(Embeddings.revision(1).with(A, 1).by(OTHER_MODEL), A)));

        assertThat(models.index(OTHER_MODEL).documents()).isEmpty();
        assertThat(models.known().models()).containsOnlyKeys(MODEL.fingerprint());
        assertThat(heard.statuses).isEmpty();
        assertThat(counts.stale).isEqualTo(1);
    }

    // --- retracted

    @Test
    void retraction_reaches_every_model_and_is_told_once_and_last() {
        Embeddings study = Embeddings.revision(1).with(A, 1);
        indexers.apply(List.of(embedded(study, A), embedded(study.by(OTHER_MODEL), A)));
        heard.statuses.clear();
        models.index(OTHER_MODEL).meets(step -> assertThat(heard.statuses).isEmpty());

        indexers.apply(List.of(retracted(2)));

        assertThat(live.searchable()).isEmpty();
        assertThat(models.index(OTHER_MODEL).searchable()).isEmpty();
        assertThat(heard.forgottenByModel)
                .containsExactlyInAnyOrder("1.2.1/0123456789abcdef", "1.2.1/fedcba9876543210");
        assertThat(heard.statuses).singleElement().satisfies(status -> {
            assertThat(status.state()).isEqualTo(StudyState.RETRACTED);
            assertThat(status.model()).isEmpty();
        });
    }

    @Test
    void retraction_that_one_index_does_not_take_is_told_by_nobody() {
        Embeddings study = Embeddings.revision(1).with(A, 1);
        indexers.apply(List.of(embedded(study, A), embedded(study.by(OTHER_MODEL), A)));
        heard.statuses.clear();
        models.index(OTHER_MODEL).meets(step -> {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "down");
        });

        assertThatThrownBy(() -> indexers.apply(List.of(retracted(2)))).isInstanceOf(CodedException.class);
        assertThat(heard.statuses).isEmpty();

        models.index(OTHER_MODEL).meets(step -> {});
        indexers.apply(List.of(retracted(2)));
        assertThat(heard.states()).containsExactly("RETRACTED/2");
    }

    @Test
    void study_that_was_retracted_before_a_model_came_does_not_come_back_by_it() {
        indexers.apply(List.of(embedded(Embeddings.revision(1).with(A, 1), A)));
        indexers.apply(List.of(retracted(2)));
        heard.statuses.clear();

        indexers.apply(List.of(embedded(Embeddings.revision(1).with(A, 1).by(OTHER_MODEL), A)));

        assertThat(models.index(OTHER_MODEL).documents()).isEmpty();
        assertThat(models.index(OTHER_MODEL).line(KEY).state()).isEqualTo(LedgerLine.State.RETRACTED);
        assertThat(heard.forgottenByModel).contains("1.2.1/fedcba9876543210");
        assertThat(heard.statuses).isEmpty();
    }

    @Test
    void study_that_came_again_after_its_retraction_comes_back_by_every_model() {
        indexers.apply(List.of(embedded(Embeddings.revision(1).with(A, 1), A)));
        indexers.apply(List.of(retracted(2)));

        indexers.apply(List.of(embedded(Embeddings.revision(3).with(A, 1).by(OTHER_MODEL), A)));

        assertThat(models.index(OTHER_MODEL).documents()).containsExactly("clinical/1.2.1/0@3", "clinical/1.2.1@3");
    }

    @Test
    void study_that_is_retracted_while_another_instance_makes_a_model_s_indices_does_not_come_back() {
        indexers.apply(List.of(embedded(Embeddings.revision(1).with(A, 1), A)));
        models.whenMade(() -> indexers(new Heard()).apply(List.of(retracted(2))));

        indexers.apply(List.of(embedded(Embeddings.revision(1).with(A, 1).by(OTHER_MODEL), A)));

        assertThat(models.index(OTHER_MODEL).documents()).isEmpty();
        assertThat(live.documents()).isEmpty();
    }

    @Test
    void model_that_comes_while_a_study_is_retracted_learns_of_it_too() {
        indexers.apply(List.of(embedded(Embeddings.revision(1).with(A, 1), A)));
        boolean[] came = new boolean[1];
        live.meets(step -> {
            if (step.equals("before write") && !came[0]) {
                came[0] = true;
                models.make(OTHER_MODEL); // and its first vectors are written before the retraction is done
                models.index(OTHER_MODEL)
                        .compareAndSet(Map.of(
                                KEY,
                                new LedgerChange(
                                        Optional.empty(),
                                        new LedgerLine(new Revision(1), LedgerLine.State.INDEXING, Map.of()))));
            }
        });

        indexers.apply(List.of(retracted(2)));

        assertThat(models.index(OTHER_MODEL).line(KEY).state()).isEqualTo(LedgerLine.State.RETRACTED);
    }

    private ModelIndexers indexers(Announcements announcements) {
        return new ModelIndexers(models, new MemoryPreviews(), announcements, counts, CLOCK);
    }

    private static Work embedded(Embeddings study, SeriesUid series) {
        return new Work.Embedded(study.of(series), new Named("record"));
    }

    private static Work retracted(long revision) {
        return new Work.Retracted(KEY, new Revision(revision), "event-" + revision);
    }
}
