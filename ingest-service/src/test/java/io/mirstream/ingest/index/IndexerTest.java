package io.mirstream.ingest.index;

import static io.mirstream.ingest.index.Embeddings.A;
import static io.mirstream.ingest.index.Embeddings.B;
import static io.mirstream.ingest.index.Embeddings.STUDY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesState;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexerTest {
    private static final LedgerKey KEY = new LedgerKey(CollectionName.CLINICAL, STUDY);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SeriesUid C = new SeriesUid("1.2.3");

    private final MemoryIndex index = new MemoryIndex();
    private final Heard heard = new Heard();
    private final IndexedSoFar counts = new IndexedSoFar();
    private long others = 1;
    private final Indexer indexer =
            new Indexer(index, new MemoryPreviews(), heard, counts, Clock.fixed(NOW, ZoneOffset.UTC));

    /** A record by its name. */
    private record Named(String name) implements Origin {
        @Override
        public String toString() {
            return name;
        }
    }

    // --- arriving

    @Test
    void study_that_arrives_is_found_and_indexed() {
        apply(embedded(Embeddings.revision(1).with(A, 2), A));

        assertThat(index.searchable()).containsExactly("clinical/1.2.1/0@1", "clinical/1.2.1/1@1", "clinical/1.2.1@1");
        StudyStatus status = heard.statuses.getLast();
        assertThat(heard.states()).containsExactly("INDEXED/1");
        assertThat(status.eventId()).isEqualTo("event-1");
        assertThat(status.updatedAt()).isEqualTo(NOW);
        assertThat(status.series())
                .containsExactly(SeriesStatus.embedded(A, 2, 2).indexed());
        assertThat(counts.series).isEqualTo(1);
        assertThat(counts.slices).isEqualTo(2);
    }

    @Test
    void study_is_not_indexed_before_its_last_series_is() {
        Embeddings study = Embeddings.revision(1).with(A, 1).with(B, 1);

        apply(embedded(study, A));
        assertThat(heard.states()).isEmpty();
        assertThat(index.line(KEY).state()).isEqualTo(LedgerLine.State.INDEXING);

        apply(embedded(study, B));
        assertThat(heard.states()).containsExactly("INDEXED/1");
        assertThat(heard.statuses.getLast().series())
                .extracting(SeriesStatus::state)
                .containsExactly(SeriesState.INDEXED, SeriesState.INDEXED);
    }

    @Test
    void series_that_could_not_be_embedded_are_not_waited_for_and_keep_their_reason() {
        SeriesStatus failed = SeriesStatus.failed(B, ErrorCode.TRUNCATED, "cut");
        SeriesEmbedding embedding = Embeddings.revision(1).with(A, 1).of(A, List.of(failed));

        apply(new Work.Embedded(embedding, new Named("a")));

        assertThat(heard.states()).containsExactly("INDEXED/1");
        assertThat(heard.statuses.getLast().series())
                .containsExactly(failed, SeriesStatus.embedded(A, 1, 1).indexed());
    }

    @Test
    void status_is_not_published_before_the_vectors_can_be_found() {
        heard.meets(step -> {
            if (!heard.statuses.isEmpty()) {
                assertThat(index.searchable()).isEqualTo(index.documents()).isNotEmpty();
            }
        });

        apply(embedded(Embeddings.revision(1).with(A, 1), A));

        assertThat(heard.statuses).hasSize(1);
    }

    @Test
    void studies_of_one_batch_do_not_mix() {
        Embeddings other = new Embeddings(
                new StudyUid("9.9"), 3, Embeddings.revision(3).with(C, 1).slices(), Embeddings.MODEL);

        apply(embedded(Embeddings.revision(1).with(A, 1), A), embedded(other, C));

        assertThat(index.documents())
                .containsExactly("clinical/1.2.1/0@1", "clinical/1.2.1@1", "clinical/1.2.3/0@3", "clinical/1.2.3@3");
        assertThat(heard.states()).containsExactlyInAnyOrder("INDEXED/1", "INDEXED/3");
    }

    // --- again

    @Test
    void record_that_comes_again_changes_nothing_and_says_so_again() {
        Work record = embedded(Embeddings.revision(1).with(A, 2), A);
        apply(record);
        LedgerEntry before = index.ledger(Set.of(KEY)).get(KEY);

        apply(record);

        assertThat(index.ledger(Set.of(KEY))).containsEntry(KEY, before);
        assertThat(heard.states()).containsExactly("INDEXED/1", "INDEXED/1");
        assertThat(counts.series).isEqualTo(1);
        assertThat(counts.deleted).isZero();
    }

    @Test
    void record_that_comes_twice_in_a_batch_is_one() {
        Work record = embedded(Embeddings.revision(1).with(A, 2), A);

        apply(record, record);

        assertThat(index.documents()).hasSize(3);
        assertThat(heard.states()).containsExactly("INDEXED/1");
    }

    @Test
    void series_embedded_again_with_fewer_slices_in_the_same_revision_leaves_none_of_the_others() {
        apply(embedded(Embeddings.revision(1).with(A, 4), A));

        apply(embedded(Embeddings.revision(1).with(A, 2), A));

        assertThat(index.documents()).containsExactly("clinical/1.2.1/0@1", "clinical/1.2.1/1@1", "clinical/1.2.1@1");
        assertThat(index.line(KEY).series()).containsEntry(A, new SeriesLine(SeriesLine.Presence.INDEXED, 2));
    }

    @Test
    void study_embedded_again_that_could_be_read_only_partly_is_not_waited_for_in_vain() {
        apply(embedded(Embeddings.revision(1).with(A, 1).with(B, 2), B));
        assertThat(heard.states()).isEmpty();

        apply(embedded(Embeddings.revision(1).with(A, 1), A));

        assertThat(heard.states()).containsExactly("INDEXED/1");
        assertThat(index.documents()).containsExactly("clinical/1.2.1/0@1", "clinical/1.2.1@1");
    }

    // --- amended

    @Test
    void amended_study_with_fewer_slices_and_series_leaves_no_stale_document() {
        Embeddings first = Embeddings.revision(1).with(A, 4).with(B, 2);
        apply(embedded(first, A), embedded(first, B));

        apply(embedded(Embeddings.revision(2).with(A, 2), A));

        assertThat(index.searchable()).containsExactly("clinical/1.2.1/0@2", "clinical/1.2.1/1@2", "clinical/1.2.1@2");
        assertThat(heard.states()).containsExactly("INDEXED/1", "INDEXED/2");
        assertThat(index.line(KEY).series()).containsOnlyKeys(A);
        assertThat(heard.forgotten).isEmpty();
    }

    @Test
    void amended_study_with_more_series_is_indexed_when_all_are_there() {
        apply(embedded(Embeddings.revision(1).with(A, 1), A));
        Embeddings second = Embeddings.revision(2).with(A, 1).with(B, 1);

        apply(embedded(second, B));
        assertThat(heard.states()).containsExactly("INDEXED/1");
        apply(embedded(second, A));

        assertThat(heard.states()).containsExactly("INDEXED/1", "INDEXED/2");
        assertThat(index.documents()).allMatch(document -> document.endsWith("@2"));
    }

    @Test
    void series_that_was_never_there_yet_is_deleted_by_what_the_ledger_knows_when_a_newer_revision_lacks_it() {
        Embeddings first = Embeddings.revision(1).with(A, 2).with(B, 2);
        apply(embedded(first, A));

        apply(embedded(Embeddings.revision(2).with(B, 1), B));

        assertThat(index.documents()).containsExactly("clinical/1.2.2/0@2", "clinical/1.2.2@2");
        assertThat(heard.states()).containsExactly("INDEXED/2");
    }

    // --- out of order

    @Test
    void older_record_after_a_newer_one_is_not_applied() {
        apply(embedded(Embeddings.revision(2).with(A, 1), A));

        apply(embedded(Embeddings.revision(1).with(A, 3), A));

        assertThat(index.documents()).containsExactly("clinical/1.2.1/0@2", "clinical/1.2.1@2");
        assertThat(heard.states()).containsExactly("INDEXED/2");
        assertThat(counts.stale).isEqualTo(1);
    }

    @Test
    void older_record_deletes_what_it_may_have_written_before() {
        apply(embedded(Embeddings.revision(2).with(A, 1), A));
        index.expireDeletions();
        index.write(Plan.of(
                        KEY,
                        Optional.empty(),
                        List.of(embedded(Embeddings.revision(1).with(B, 2), B)))
                .changes());
        assertThat(index.documents()).contains("clinical/1.2.2/1@1");

        apply(embedded(Embeddings.revision(1).with(B, 2), B));

        assertThat(index.searchable()).containsExactly("clinical/1.2.1/0@2", "clinical/1.2.1@2");
    }

    @Test
    void newest_of_a_batch_counts_in_whatever_order_it_comes() {
        apply(
                embedded(Embeddings.revision(3).with(A, 1), A),
                embedded(Embeddings.revision(1).with(A, 2), A),
                embedded(Embeddings.revision(2).with(B, 2), B));

        assertThat(index.documents()).containsExactly("clinical/1.2.1/0@3", "clinical/1.2.1@3");
        assertThat(heard.states()).containsExactly("INDEXED/3");
        assertThat(counts.stale).isEqualTo(2);
    }

    // --- retracted

    @Test
    void retracted_study_leaves_no_vector_and_is_forgotten_on_the_topic() {
        Embeddings study = Embeddings.revision(1).with(A, 2).with(B, 1);
        apply(embedded(study, A), embedded(study, B));

        apply(retracted(2));

        assertThat(index.searchable()).isEmpty();
        assertThat(heard.forgotten).containsExactlyInAnyOrder(A, B);
        assertThat(heard.states()).containsExactly("INDEXED/1", "RETRACTED/2");
        assertThat(heard.statuses.getLast().eventId()).isEqualTo("retraction-2");
        assertThat(index.line(KEY).state()).isEqualTo(LedgerLine.State.RETRACTED);
        assertThat(index.line(KEY).series()).isEmpty();
    }

    @Test
    void old_record_after_the_retraction_does_not_come_back_and_is_forgotten_too() {
        apply(retracted(2));

        apply(embedded(Embeddings.revision(1).with(A, 2), A));

        assertThat(index.documents()).isEmpty();
        assertThat(heard.forgotten).containsExactly(A);
        assertThat(heard.states()).containsExactly("RETRACTED/2");
    }

    @Test
    void retraction_and_what_it_retracts_may_share_a_batch() {
        apply(retracted(2), embedded(Embeddings.revision(1).with(A, 2), A));

        assertThat(index.documents()).isEmpty();
        assertThat(heard.forgotten).containsExactly(A);
        assertThat(heard.states()).containsExactly("RETRACTED/2");
    }

    @Test
    void retraction_that_comes_again_is_told_again() {
        apply(retracted(2));

        apply(retracted(2));

        assertThat(heard.states()).containsExactly("RETRACTED/2", "RETRACTED/2");
    }

    @Test
    void study_that_arrives_after_its_retraction_is_found() {
        apply(embedded(Embeddings.revision(1).with(A, 2), A));
        apply(retracted(2));

        apply(embedded(Embeddings.revision(3).with(A, 1), A));

        assertThat(index.documents()).containsExactly("clinical/1.2.1/0@3", "clinical/1.2.1@3");
        assertThat(heard.states()).containsExactly("INDEXED/1", "RETRACTED/2", "INDEXED/3");
    }

    @Test
    void retraction_that_is_older_than_what_is_there_retracts_nothing() {
        apply(embedded(Embeddings.revision(3).with(A, 1), A));

        apply(retracted(2));

        assertThat(index.documents()).hasSize(2);
        assertThat(heard.states()).containsExactly("INDEXED/3");
        assertThat(heard.forgotten).isEmpty();
    }

    // --- refused by the index

    @Test
    void series_of_which_the_index_refuses_a_slice_is_withdrawn_and_its_study_fails() {
        index.refuses(id -> id.equals(new DocumentId.OfSlice(CollectionName.CLINICAL, A, 1)));
        Embeddings study = Embeddings.revision(1).with(A, 3).with(B, 1);

        apply(embedded(study, A), embedded(study, B));

        assertThat(index.documents()).containsExactly("clinical/1.2.2/0@1", "clinical/1.2.2@1");
        assertThat(heard.states()).containsExactly("FAILED/1");
        StudyStatus status = heard.statuses.getLast();
        assertThat(status.errorCode()).contains(ErrorCode.EVENT_INVALID);
        assertThat(status.series())
                .containsExactly(
                        SeriesStatus.failed(A, ErrorCode.EVENT_INVALID, Plan.REFUSED_DETAIL),
                        SeriesStatus.embedded(B, 1, 1).indexed());
        assertThat(heard.deadLetters).containsExactly("1.2.1@1 EVENT_INVALID " + Plan.REFUSED_DETAIL);
        assertThat(counts.refused).isEqualTo(1);
    }

    @Test
    void vectors_that_were_refused_are_not_searchable_when_the_status_says_so() {
        index.refuses(id -> id.equals(new DocumentId.OfSlice(CollectionName.CLINICAL, A, 1)));

        apply(embedded(Embeddings.revision(1).with(A, 3), A));

        assertThat(index.searchable()).isEmpty();
    }

    @Test
    void refused_series_counts_neither_as_indexed_nor_as_one_to_try_again() {
        index.refuses(id -> id.series().equals(A));
        Work record = embedded(Embeddings.revision(1).with(A, 3), A);
        apply(record);

        apply(record);

        assertThat(counts.series).isZero();
        assertThat(heard.deadLetters).hasSize(1);
        assertThat(heard.states()).containsExactly("FAILED/1", "FAILED/1");
    }

    @Test
    void study_that_was_refused_is_indexed_in_its_next_revision() {
        index.refuses(id -> true);
        apply(embedded(Embeddings.revision(1).with(A, 3), A));
        index.refuses(id -> false);

        apply(embedded(Embeddings.revision(2).with(A, 1), A));

        assertThat(index.documents()).containsExactly("clinical/1.2.1/0@2", "clinical/1.2.1@2");
        assertThat(heard.states()).containsExactly("FAILED/1", "INDEXED/2");
    }

    // --- races

    @Test
    void race_for_a_line_that_is_lost_is_run_again() {
        Embeddings study = Embeddings.revision(1).with(A, 1).with(B, 1);
        Indexer other = new Indexer(index, new MemoryPreviews(), new Heard(), new IndexedSoFar(), Clock.systemUTC());
        once("before line", () -> other.apply(List.of(embedded(study, B))));

        apply(embedded(study, A));

        assertThat(counts.lostRaces).isEqualTo(1);
        assertThat(heard.states()).containsExactly("INDEXED/1");
        assertThat(index.documents()).hasSize(4);
    }

    @Test
    void newer_revision_that_comes_between_claim_and_documents_stays() {
        Indexer other = new Indexer(index, new MemoryPreviews(), new Heard(), new IndexedSoFar(), Clock.systemUTC());
        once("before write", () -> {
            other.apply(List.of(embedded(Embeddings.revision(2).with(A, 1), A)));
            index.expireDeletions();
        });

        apply(embedded(Embeddings.revision(1).with(A, 4).with(B, 1), A));

        assertThat(index.documents()).containsExactly("clinical/1.2.1/0@2", "clinical/1.2.1@2");
        assertThat(heard.states()).isEmpty();
        assertThat(counts.lostRaces).isEqualTo(1);
        assertThat(counts.stale).isEqualTo(1);
    }

    @Test
    void study_that_others_keep_changing_is_left_for_later() {
        index.meets(this::loseForever);

        assertThatThrownBy(() -> apply(embedded(Embeddings.revision(1_000).with(A, 1), A)))
                .isInstanceOfSatisfying(
                        CodedException.class, busy -> assertThat(busy.code()).isEqualTo(ErrorCode.INDEX_BUSY));
        assertThat(index.documents()).isEmpty();
    }

    /** Before each claim, another instance writes the line. */
    private void loseForever(String step) {
        if (step.equals("before line")) {
            index.meets(nothing -> {});
            new Indexer(index, new MemoryPreviews(), new Heard(), new IndexedSoFar(), Clock.systemUTC())
                    .apply(List.of(retracted(++others)));
            index.meets(this::loseForever);
        }
    }

    // --- crashes

    @ParameterizedTest
    @CsvSource({
        "before reading, 1",
        "before line, 1",
        "after line, 1",
        "before write, 1",
        "within write, 1",
        "after write, 1",
        "before refresh, 1",
        "after refresh, 1",
        "before flush, 1",
        "after flush, 1",
        "before line, 2",
        "after line, 2",
        "before flush, 2",
        "after flush, 2",
    })
    void amendment_that_crashed_at_any_step_ends_as_if_it_had_not(String step, int time) {
        Embeddings first = Embeddings.revision(1).with(A, 4).with(B, 2);
        apply(embedded(first, A), embedded(first, B));
        Work amended = embedded(Embeddings.revision(2).with(A, 2), A);
        crashAt(step, time);
        assertThatThrownBy(() -> apply(amended)).isInstanceOf(CodedException.class);

        apply(amended);

        assertThat(index.searchable()).containsExactly("clinical/1.2.1/0@2", "clinical/1.2.1/1@2", "clinical/1.2.1@2");
        assertThat(heard.states()).startsWith("INDEXED/1").endsWith("INDEXED/2");
        assertThat(index.line(KEY).state()).isEqualTo(LedgerLine.State.INDEXED);
    }

    @ParameterizedTest
    @CsvSource({
        "after line, 1",
        "within write, 1",
        "after write, 1",
        "after refresh, 1",
        "before flush, 1",
        "after flush, 1",
        "after line, 2",
        "before flush, 2",
    })
    void retraction_that_crashed_at_any_step_ends_as_if_it_had_not(String step, int time) {
        apply(embedded(Embeddings.revision(1).with(A, 4), A));
        crashAt(step, time);
        assertThatThrownBy(() -> apply(retracted(2))).isInstanceOf(CodedException.class);

        apply(retracted(2));

        assertThat(index.searchable()).isEmpty();
        assertThat(heard.forgotten).contains(A);
        assertThat(heard.states()).endsWith("RETRACTED/2");
        assertThat(index.line(KEY).series()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"after write", "before flush", "after flush"})
    void refusal_that_crashed_is_told_at_least_once_and_leaves_no_part_of_the_series(String step) {
        index.refuses(id -> id.equals(new DocumentId.OfSlice(CollectionName.CLINICAL, A, 1)));
        Work record = embedded(Embeddings.revision(1).with(A, 3), A);
        crashAt(step, 1);
        assertThatThrownBy(() -> apply(record)).isInstanceOf(CodedException.class);

        apply(record);

        assertThat(index.searchable()).isEmpty();
        assertThat(heard.deadLetters).isNotEmpty();
        assertThat(heard.states()).containsExactly("FAILED/1");
    }

    @Test
    void retraction_begun_by_an_instance_that_is_gone_is_not_concluded_by_a_record_that_is_none() {
        apply(embedded(Embeddings.revision(1).with(A, 2), A));
        crashAt("after line", 1);
        assertThatThrownBy(() -> apply(retracted(2))).isInstanceOf(CodedException.class);

        apply(embedded(Embeddings.revision(1).with(A, 2), A));

        assertThat(index.searchable()).isEmpty();
        assertThat(heard.states()).containsExactly("INDEXED/1");
        assertThat(index.line(KEY).state()).isEqualTo(LedgerLine.State.RETRACTING);
        apply(retracted(2));
        assertThat(heard.states()).containsExactly("INDEXED/1", "RETRACTED/2");
    }

    // --- the words of these tests

    private void apply(Work... works) {
        indexer.apply(List.of(works));
    }

    private static Work embedded(Embeddings study, SeriesUid series) {
        return new Work.Embedded(study.of(series), new Named(series + "@" + study.revision()));
    }

    private static Work retracted(long revision) {
        return new Work.Retracted(KEY, new Revision(revision), "retraction-" + revision);
    }

    /** Fails once, when the step is met for the given time. */
    private void crashAt(String step, int time) {
        Deque<String> left = new ArrayDeque<>(Collections.nCopies(time, step));
        MemoryIndex.Hazard crash = met -> {
            if (met.equals(left.peek())) {
                left.pop();
                if (left.isEmpty()) {
                    throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "gone");
                }
            }
        };
        index.meets(crash);
        heard.meets(crash);
    }

    /** Has something else happen when the step is met for the first time. */
    private void once(String step, Runnable something) {
        index.meets(met -> {
            if (met.equals(step)) {
                index.meets(nothing -> {});
                something.run();
            }
        });
    }
}
