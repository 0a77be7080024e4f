package io.mirstream.eval.replay;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.VolumeId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a replay did so far. In a file it is one line of JSON for each thing done, written before the next is begun, so that
 * a replay that was killed goes on where it was. Many threads may use it.
 */
public final class Journal implements AutoCloseable {
    /** Of a volume's study, which can be searched. */
    public record Indexed(SeriesUid series, int slices, Instant at) {}

    /** Volumes, best first, and how long the answer took. */
    public record Answer(List<VolumeId> found, Duration took) {
        public Answer {
            found = List.copyOf(found);
        }
    }

    private final Map<StudyUid, Instant> sent = new LinkedHashMap<>();
    private final Map<StudyUid, Indexed> indexed = new LinkedHashMap<>();
    private final Map<Question, Answer> answers = new LinkedHashMap<>();
    private Optional<Instant> finished = Optional.empty();

    /** No channel: that would be closed under a thread that is interrupted. */
    private final Optional<RandomAccessFile> file;

    /** A line of the file has one of these. */
    private record Line(
            Optional<SentLine> sent,
            Optional<IndexedLine> indexed,
            Optional<AnswerLine> answer,
            Optional<Instant> finished) {
        static Line of(SentLine line) {
            return new Line(Optional.of(line), Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Line of(IndexedLine line) {
            return new Line(Optional.empty(), Optional.of(line), Optional.empty(), Optional.empty());
        }

        static Line of(AnswerLine line) {
            return new Line(Optional.empty(), Optional.empty(), Optional.of(line), Optional.empty());
        }

        static Line of(Instant finished) {
            return new Line(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(finished));
        }
    }

    private record SentLine(StudyUid study, Instant at) {}

    private record IndexedLine(StudyUid study, SeriesUid series, int slices, Instant at) {}

    private record AnswerLine(Question question, List<String> found, long nanos) {
        AnswerLine {
            found = found == null ? List.of() : List.copyOf(found); // empty ones are left out in JSON
        }
    }

    private Journal(Optional<RandomAccessFile> file) {
        this.file = file;
    }

    /** Of a replay that nobody goes on with. */
    public static Journal inMemory() {
        return new Journal(Optional.empty());
    }

    /**
     * With what the file has. A line that was cut off is taken for one that was never written.
     *
     * @throws CodedException {@code LOCATION_UNREADABLE}; {@code MALFORMED} for a line that no replay wrote
     */
    public static Journal in(Path file) {
        try {
            RandomAccessFile lines = new RandomAccessFile(file.toFile(), "rw");
            byte[] content = new byte[Math.toIntExact(lines.length())];
            lines.readFully(content);
            Journal journal = new Journal(Optional.of(lines));
            int end = journal.read(content);
            lines.setLength(end);
            lines.seek(end);
            return journal;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Returns where the last whole line ends. */
    private int read(byte[] content) {
        int from = 0;
        for (int at = 0; at < content.length; at++) {
            if (content[at] == '\n') {
                take(Arrays.copyOfRange(content, from, at));
                from = at + 1;
            }
        }
        return from;
    }

    private void take(byte[] json) {
        Line line;
        try {
            line = Json.read(json, Line.class);
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.MALFORMED, "the replay's journal has a line that no replay wrote", e);
        }
        finished = line.finished().or(() -> finished);
        line.sent().ifPresent(each -> sent.put(each.study(), each.at()));
        line.indexed()
                .ifPresent(each -> indexed.put(each.study(), new Indexed(each.series(), each.slices(), each.at())));
        line.answer()
                .ifPresent(each -> answers.put(
                        each.question(),
                        new Answer(each.found().stream().map(VolumeId::new).toList(), Duration.ofNanos(each.nanos()))));
    }

    // --- studies

    /** Those whose event may have been sent, the first one first. */
    public synchronized List<StudyUid> sent() {
        return List.copyOf(sent.keySet());
    }

    /** When the study's event was first sent. */
    synchronized Optional<Instant> sentAt(StudyUid study) {
        return Optional.ofNullable(sent.get(study));
    }

    /** Called before the event is sent; the first time counts. */
    synchronized void sends(StudyUid study, Instant at) {
        if (sent.putIfAbsent(study, at) == null) {
            write(Line.of(new SentLine(study, at)));
        }
    }

    synchronized Optional<Indexed> indexed(StudyUid study) {
        return Optional.ofNullable(indexed.get(study));
    }

    synchronized void isIndexed(StudyUid study, Indexed how) {
        indexed.put(study, how);
        write(Line.of(new IndexedLine(study, how.series(), how.slices(), how.at())));
    }

    // --- questions

    synchronized Optional<Answer> answer(Question question) {
        return Optional.ofNullable(answers.get(question));
    }

    synchronized void isAnswered(Question question, Answer answer) {
        answers.put(question, answer);
        List<String> found = answer.found().stream().map(VolumeId::value).toList();
        write(Line.of(new AnswerLine(question, found, answer.took().toNanos())));
    }

    /** When the last question was answered; from then on volumes may be taken back. */
    synchronized Optional<Instant> finished() {
        return finished;
    }

    /** The first time counts. */
    synchronized void isFinished(Instant at) {
        if (finished.isEmpty()) {
            finished = Optional.of(at);
            write(Line.of(at));
        }
    }

    private void write(Line line) {
        if (file.isEmpty()) {
            return;
        }
        byte[] json = Json.write(line);
        byte[] whole = Arrays.copyOf(json, json.length + 1);
        whole[json.length] = '\n';
        try {
            file.get().write(whole); // at once: what is not there whole was not written
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static CodedException unusable(IOException e) {
        return new CodedException(ErrorCode.LOCATION_UNREADABLE, "the replay's journal cannot be read or written", e);
    }

    @Override
    public synchronized void close() {
        if (file.isPresent()) {
            try {
                file.get().close();
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }
}
