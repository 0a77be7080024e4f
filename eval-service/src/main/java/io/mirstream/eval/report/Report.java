package io.mirstream.eval.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.replay.Gallery;
import io.mirstream.eval.replay.ReplayOutcome;
import io.mirstream.eval.score.Candidates;
import io.mirstream.eval.score.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one replay found, as the schema {@code evaluation.v1} has it. What is no number is null.
 *
 * @param version of the document, {@value #VERSION}
 * @param id of the replay: up to 128 letters, digits, dots, underscores and hyphens
 * @param dataset its name, as people know it
 * @param pools of each gallery and organ, in this order
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Report(
        int version,
        String id,
        String dataset,
        Model model,
        Instant started,
        Instant finished,
        Intervals intervals,
        List<PoolReport> pools,
        Speed speed) {
    public static final int VERSION = 1;

    /** Of the bootstrap and the permutations: the same rankings have the same report. */
    static final long SEED = 1;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** @throws CodedException {@code EVENT_INVALID} for another version, or an id that is none */
    public Report {
        if (version != VERSION) {
            throw new CodedException(ErrorCode.EVENT_INVALID, "a report of another version than " + VERSION);
        }
        if (!ID.matcher(id).matches()) {
            throw new CodedException(
                    ErrorCode.EVENT_INVALID,
                    "a replay's id is 1 to 128 letters, digits, dots, underscores and hyphens");
        }
        pools = List.copyOf(pools);
    }

    /** That made the vectors. */
    public record Model(String id, String version, String fingerprint) {}

    /** How intervals were made: percentiles of the means of resampled queries. */
    public record Intervals(String method, double level, int resamples, long seed) {
        static final Intervals OURS = new Intervals("percentile", Interval.LEVEL, Interval.RESAMPLES, SEED);
    }

    /**
     * Takes some seconds for a whole benchmark: every score has its interval.
     *
     * @throws IllegalArgumentException for rankings that are missing, or of what is not in their gallery
     */
    public static Report of(ReplayOutcome outcome, Benchmark benchmark) {
        List<PoolReport> pools = new ArrayList<>();
        for (Gallery gallery : Gallery.values()) {
            for (Organ organ : Organ.values()) {
                Optional.ofNullable(outcome.rankings().get(gallery))
                        .map(byOrgan -> byOrgan.get(organ))
                        .ifPresent(rankings ->
                                pools.add(new PoolEvaluation(gallery, among(gallery, organ, benchmark), outcome.seen())
                                        .report(rankings)));
            }
        }
        return new Report(
                VERSION,
                outcome.id(),
                outcome.dataset(),
                new Model(
                        outcome.model().id(),
                        outcome.model().version(),
                        outcome.model().fingerprint().value()),
                outcome.started(),
                outcome.finished(),
                Intervals.OURS,
                pools,
                Speed.of(outcome));
    }

    private static Candidates among(Gallery gallery, Organ organ, Benchmark benchmark) {
        return gallery == Gallery.OWN ? Candidates.own(benchmark.pool(organ)) : Candidates.pooled(benchmark, organ);
    }

    /** @throws CodedException as {@link Json#read} */
    public static Report read(byte[] json) {
        return Json.read(json, Report.class);
    }

    /** @throws CodedException {@code LOCATION_NOT_FOUND}, {@code LOCATION_UNREADABLE}, or as {@link Json#read} */
    public static Report read(Path file) {
        try {
            return read(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, "no such report: " + file, e);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "the report cannot be read: " + file, e);
        }
    }

    public byte[] json() {
        return Json.write(this);
    }

    Optional<PoolReport> pool(String gallery, String organ) {
        return pools.stream()
                .filter(pool -> pool.gallery().equals(gallery) && pool.organ().equals(organ))
                .findFirst();
    }
}
