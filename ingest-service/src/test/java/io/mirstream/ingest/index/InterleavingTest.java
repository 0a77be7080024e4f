package io.mirstream.ingest.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.ingest.index.Turns.Turn;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Two indexers are handed the records of one study in any order, some of them twice, and take turns at every call of the
 * index and the broker; they crash at some of these, and the index forgets deletions in between. Whatever the order, the
 * index ends with the documents of the newest revision and no others.
 */
class InterleavingTest {
    private static final int CASES = 600;
    private static final int INSTANCES = 2;
    private static final int MAX_REVISIONS = 4;
    private static final int MAX_SLICES = 4;
    private static final int MAX_BATCH = 3;
    private static final List<SeriesUid> SERIES = List.of(Embeddings.A, Embeddings.B, new SeriesUid("1.2.3"));
    private static final LedgerKey KEY = new LedgerKey(CollectionName.CLINICAL, Embeddings.STUDY);

    @Test
    void newest_revision_wins_whatever_the_order_duplicates_and_crashes() throws InterruptedException {
        for (int seed = 0; seed < CASES; seed++) {
            new Case(seed).run();
        }
    }

    private record Sent(Revision of) implements Origin {}

    private static final class Case {
        private final int seed;
        private final Random random;
        private final MemoryIndex index = new MemoryIndex();
        private final List<Heard> heard = new ArrayList<>();
        private final Turns turns = new Turns();
        private final List<Deque<Work>> topics = new ArrayList<>();
        private Set<String> newest = Set.of();
        private boolean retracted;
        private long revision;

        Case(int seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        void run() throws InterruptedException {
            List<Work> records = history();
            for (int instance = 0; instance < INSTANCES; instance++) {
                topics.add(new ArrayDeque<>());
            }
            records.forEach(record -> topics.get(random.nextInt(INSTANCES)).add(record));
            for (Deque<Work> topic : topics) {
                turns.join(player -> consume(player, topic));
            }
            while (!turns.isOver()) {
                if (random.nextInt(8) == 0) {
                    index.expireDeletions();
                }
                turns.next(random.nextInt(turns.players()), random.nextInt(12) == 0 ? Turn.CRASH : Turn.GO_ON);
            }
            verify();
        }

        /** Every record of every revision, some twice, shuffled. */
        private List<Work> history() {
            List<Work> records = new ArrayList<>();
            int revisions = 1 + random.nextInt(MAX_REVISIONS);
            for (revision = 1; revision <= revisions; revision++) {
                retracted = revision > 1 && random.nextInt(4) == 0;
                newest = new TreeSet<>();
                if (retracted) {
                    records.add(new Work.Retracted(KEY, new Revision(revision), "event-" + revision));
                } else {
                    records.addAll(embedded());
                }
            }
            revision = revisions;
            for (Work record : List.copyOf(records)) {
                if (random.nextInt(3) == 0) {
                    records.add(record);
                }
            }
            Collections.shuffle(records, random);
            return records;
        }

        private List<Work> embedded() {
            Embeddings study = Embeddings.revision(revision);
            List<SeriesUid> some = new ArrayList<>(SERIES);
            Collections.shuffle(some, random);
            for (SeriesUid series : some.subList(0, 1 + random.nextInt(SERIES.size()))) {
                int slices = 1 + random.nextInt(MAX_SLICES);
                study = study.with(series, slices);
                newest.add("clinical/" + series + "@" + revision);
                for (int slice = 0; slice < slices; slice++) {
                    newest.add("clinical/" + series + "/" + slice + "@" + revision);
                }
            }
            List<Work> works = new ArrayList<>();
            for (SeriesUid series : study.slices().keySet()) {
                works.add(new Work.Embedded(study.of(series), new Sent(new Revision(revision))));
            }
            return works;
        }

        /** What is not done comes again: a batch leaves its topic after it was applied. */
        private void consume(Turns.Player player, Deque<Work> topic) {
            Random sizes = new Random(seed + topic.size());
            while (!topic.isEmpty()) {
                List<Work> batch =
                        topic.stream().limit(1 + sizes.nextInt(MAX_BATCH)).toList();
                try {
                    instance(player).apply(batch);
                    batch.forEach(done -> topic.remove());
                } catch (Turns.Crash e) {
                    // another instance takes over the partition
                }
            }
        }

        private Indexer instance(Turns.Player player) {
            Heard announcements = new Heard();
            announcements.meets(step -> player.await());
            heard.add(announcements);
            return new Indexer(
                    new TurningIndex(index, player),
                    new MemoryPreviews(),
                    announcements,
                    new IndexedSoFar(),
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        }

        private void verify() {
            String described = "seed " + seed;
            assertThat(index.documents()).as(described).isEqualTo(newest);
            assertThat(index.searchable()).as(described).isEqualTo(newest);
            assertThat(index.line(KEY).revision()).as(described).isEqualTo(new Revision(revision));
            assertThat(index.line(KEY).state())
                    .as(described)
                    .isEqualTo(retracted ? LedgerLine.State.RETRACTED : LedgerLine.State.INDEXED);
            assertThat(heard.stream().flatMap(told -> told.states().stream()))
                    .as(described)
                    .contains((retracted ? StudyState.RETRACTED : StudyState.INDEXED) + "/" + revision);
        }
    }
}
