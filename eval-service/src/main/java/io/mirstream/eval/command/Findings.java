package io.mirstream.eval.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.replay.Gallery;
import io.mirstream.eval.replay.Method;
import io.mirstream.eval.replay.ReplayOutcome;
import io.mirstream.eval.replay.ReplayScores;
import io.mirstream.eval.replay.ReplayTable;
import io.mirstream.eval.report.Gate;
import io.mirstream.eval.report.Report;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What becomes of that which a replay found. */
final class Findings {
    private final ReplayArguments arguments;
    private final Optional<Report> baseline;
    private final PrintStream out;
    private final PrintStream err;
    private boolean passed = true;

    /** @throws CodedException for the gate's report, which is read before there is any work */
    Findings(ReplayArguments arguments, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.out = out;
        this.err = err;
        baseline = arguments.gate().map(Report::read);
    }

    /** Whether a replay passed the gate, where there is one. */
    boolean passed() {
        return passed;
    }

    /**
     * Publishes the report, writes it where it is wanted, prints the figures of each pool's own gallery, and judges them.
     *
     * @throws CodedException {@code EVALUATIONS_DIFFER} when the gate's report is of other data
     */
    void take(Benchmark benchmark, ReplayOutcome outcome, BiConsumer<String, byte[]> publication) {
        Report report = Report.of(outcome, benchmark);
        publication.accept(report.id(), report.json());
        arguments.report().ifPresent(folder -> {
            ReportFiles.write(report, arguments.query(), folder);
            err.println("report: " + folder.resolve(ReportFiles.PAGE).toUri());
        });
        print(benchmark, outcome);
        baseline.ifPresent(earlier -> judge(report, Gate.judge(report, earlier)));
    }

    private void judge(Report report, Gate.Verdict verdict) {
        passed = verdict.passed();
        verdict.lines().forEach(err::println);
        arguments.report().ifPresent(folder -> ReportFiles.write(report, verdict, folder));
    }

    private void print(Benchmark benchmark, ReplayOutcome outcome) {
        Map<Organ, Map<Method, ReplayScores>> scores = new EnumMap<>(Organ.class);
        outcome.rankings().get(Gallery.OWN).forEach((organ, byMethod) -> {
            Map<Method, ReplayScores> ofOrgan = new LinkedHashMap<>();
            byMethod.forEach((method, ranked) -> ofOrgan.put(method, new ReplayScores(benchmark.pool(organ), ranked)));
            scores.put(organ, ofOrgan);
        });
        if (!arguments.json()) {
            ReplayTable.lines(scores).forEach(out::println);
            return;
        }
        ObjectNode document = Json.mapper().createObjectNode();
        scores.forEach((organ, byMethod) -> {
            ObjectNode ofOrgan = document.putObject(organ.label());
            byMethod.forEach((method, ofMethod) -> ofOrgan.set(method.label(), ofMethod.document()));
        });
        out.writeBytes(Json.write(document)); // UTF-8, whatever the terminal's charset is
        out.println();
    }
}
