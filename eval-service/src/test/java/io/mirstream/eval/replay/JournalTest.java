package io.mirstream.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");
    private static final Instant TIME = Instant.parse("2026-11-25T03:00:00.123456Z");
    private static final Question QUESTION =
            new Question(Gallery.POOLED, Organ.LUNG, Method.RRF, new VolumeId("lung_001"));
    private static final Question OTHER = new Question(Gallery.OWN, Organ.LUNG, Method.RRF, new VolumeId("lung_001"));
    private static final Journal.Answer NOTHING = new Journal.Answer(List.of(), Duration.ZERO);
    private static final Journal.Indexed INDEXED = new Journal.Indexed(new SeriesUid("1.2.3.4"), 40, TIME);
    private static final Journal.Answer ANSWER =
            new Journal.Answer(List.of(new VolumeId("lung_002"), new VolumeId("liver_0")), Duration.ofNanos(12_345));

    @TempDir
    private Path folder;

    @Test
    void what_was_done_is_known_after_the_program_died() {
        write();

        Journal journal = Journal.in(file()); // the other was never closed

        assertThat(journal.sentAt(STUDY)).contains(TIME);
        assertThat(journal.indexed(STUDY)).contains(INDEXED);
        assertThat(journal.answer(QUESTION)).contains(ANSWER);
        assertThat(journal.answer(OTHER)).contains(NOTHING);
        assertThat(journal.finished()).contains(TIME);
    }

    @Test
    void a_line_that_was_cut_off_was_never_written() throws IOException {
        write();
        Files.writeString(file(), "{\"sent\":{\"study\":\"1.2.9", StandardOpenOption.APPEND);

        try (Journal journal = Journal.in(file())) {
            journal.sends(new StudyUid("1.2.5"), TIME);
        }

        assertThat(Journal.in(file()).sent()).containsExactlyInAnyOrder(STUDY, new StudyUid("1.2.5"));
    }

    @Test
    void a_study_was_sent_when_it_was_sent_first() {
        write();

        Journal.in(file()).sends(STUDY, TIME.plusSeconds(60));

        assertThat(Journal.in(file()).sentAt(STUDY)).contains(TIME);
    }

    @Test
    void a_line_of_something_else_is_refused() throws IOException {
        Files.writeString(file(), "{\"colour\": \"red\"}\n");

        assertThatThrownBy(() -> Journal.in(file()))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED));
    }

    private void write() {
        Journal journal = Journal.in(file());
        journal.sends(STUDY, TIME);
        journal.isIndexed(STUDY, INDEXED);
        journal.isAnswered(QUESTION, ANSWER);
        journal.isAnswered(OTHER, NOTHING);
        journal.isFinished(TIME);
        journal.isFinished(TIME.plusSeconds(1));
    }

    private Path file() {
        return folder.resolve("journal.jsonl");
    }
}
