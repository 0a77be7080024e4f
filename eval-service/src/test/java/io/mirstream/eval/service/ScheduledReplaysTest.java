package io.mirstream.eval.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mirstream.eval.report.Report;
import io.mirstream.eval.report.SmallReplay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduledReplaysTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EvaluationMeters meters = new EvaluationMeters(registry);
    private final List<String> called = new ArrayList<>();

    @TempDir
    private Path root;

    private Optional<Path> baseline = Optional.empty();
    private Optional<Path> embeddings = Optional.empty();

    @Test
    void scores_of_a_replay_are_gauges() {
        replays(writes(SmallReplay.report())).run();

        assertThat(registry.get("mirstream.evaluation.score")
                        .tags("gallery", "own", "organ", "colon", "method", "slice-freq", "queries", "lesions")
                        .tag("score", "tumor_stage_p@3")
                        .gauge()
                        .value())
                .isEqualTo(0.5);
        assertThat(count("passed")).isEqualTo(1);
        assertThat(called)
                .containsSubsequence("--dataset", "small", "--images", "/images", "--broker", "broker:9092")
                .contains(root.resolve("reports/20260102-030405").toString());
    }

    @Test
    void vectors_take_the_place_of_images() {
        embeddings = Optional.of(Path.of("/vectors"));

        replays(writes(SmallReplay.report())).run();

        assertThat(called)
                .containsSubsequence(
                        "--dataset", "small", "--embeddings", "/vectors", "--labels", "/labels", "--report")
                .doesNotContain("--images", "--state");
    }

    @Test
    void newer_scores_take_the_place_of_older_ones() {
        replays(writes(SmallReplay.report())).run();

        replays(writes(SmallReplay.worse())).run();

        assertThat(registry.get("mirstream.evaluation.score")
                        .tags("gallery", "own", "organ", "colon", "method", "slice-freq", "queries", "lesions")
                        .tag("score", "tumor_stage_p@3")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void score_below_the_baseline_is_counted() throws IOException {
        baseline = Optional.of(
                Files.write(root.resolve("baseline.json"), SmallReplay.report().json()));

        replays(writes(SmallReplay.worse())).run();

        assertThat(count("fell")).isEqualTo(1);
        assertThat(count("passed")).isZero();
    }

    @Test
    void replay_that_fails_or_leaves_no_report_is_counted_and_the_next_is_tried() {
        replays(arguments -> 1).run();
        replays(arguments -> 0).run();

        replays(writes(SmallReplay.report())).run();

        assertThat(count("failed")).isEqualTo(2);
        assertThat(count("passed")).isEqualTo(1);
    }

    @Test
    void baseline_of_other_data_is_a_failure_and_ends_nothing() throws IOException {
        baseline = Optional.of(Files.write(
                root.resolve("baseline.json"), SmallReplay.ofOtherLabels().json()));

        replays(writes(SmallReplay.report())).run();

        assertThat(count("failed")).isEqualTo(1);
    }

    private double count(String outcome) {
        return registry.get("mirstream.replays")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private ScheduledReplays.Program writes(Report report) {
        return arguments -> {
            called.addAll(arguments);
            try {
                SmallReplay.write(report, Path.of(arguments.get(arguments.indexOf("--report") + 1)));
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private ScheduledReplays replays(ScheduledReplays.Program program) {
        return new ScheduledReplays(
                new Configured(),
                new ScheduledReplays.Services("broker:9092", "http://i", "http://q"),
                program,
                meters,
                Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));
    }

    private final class Configured implements EvalConfig {
        @Override
        public String schedule() {
            return "off";
        }

        @Override
        public String dataset() {
            return "small";
        }

        @Override
        public Optional<Path> images() {
            return Optional.of(Path.of("/images"));
        }

        @Override
        public Optional<Path> embeddings() {
            return embeddings;
        }

        @Override
        public Optional<Path> labels() {
            return Optional.of(Path.of("/labels"));
        }

        @Override
        public Path state() {
            return root.resolve("state");
        }

        @Override
        public Path reports() {
            return root.resolve("reports");
        }

        @Override
        public Optional<URI> previews() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> baseline() {
            return baseline;
        }
    }
}
