package io.mirstream.eval.service;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.eval.report.Gate;
import io.mirstream.eval.report.Report;
import io.mirstream.eval.report.ReportFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs a replay as often as it is told to, one at a time, and says what became of it. */
final class ScheduledReplays {
    private static final Logger LOG = Logger.getLogger(ScheduledReplays.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The program that replays. */
    interface Program {
        /** Returns its exit code; leaves its report in the folder after {@code --report}. */
        int run(List<String> arguments);
    }

    /**
     * Where the services are.
     *
     * @param broker bootstrap servers
     * @param ingest base URL
     * @param query base URL
     */
    record Services(String broker, String ingest, String query) {}

    private final EvalConfig config;
    private final Services services;
    private final Program program;
    private final EvaluationMeters meters;
    private final Clock clock;

    ScheduledReplays(EvalConfig config, Services services, Program program, EvaluationMeters meters, Clock clock) {
        this.config = config;
        this.services = services;
        this.program = program;
        this.meters = meters;
        this.clock = clock;
    }

    /** Whatever goes wrong, the next one is tried in its time. */
    void run() {
        try {
            Path folder = config.reports().resolve(TIME.format(clock.instant()));
            int exitCode = program.run(arguments(folder));
            if (exitCode == 0) {
                judge(Report.read(folder.resolve(ReportFolder.DOCUMENT)));
            } else {
                LOG.errorf("a scheduled replay failed exitCode=%d", exitCode);
                meters.count(EvaluationMeters.Outcome.FAILED);
            }
        } catch (CodedException e) {
            LOG.errorf(e, "a scheduled replay failed errorCode=%s", e.code());
            meters.count(EvaluationMeters.Outcome.FAILED);
        }
    }

    private void judge(Report report) {
        meters.show(report);
        Optional<Gate.Verdict> verdict = config.baseline().map(file -> Gate.judge(report, Report.read(file)));
        verdict.map(Gate.Verdict::falls).orElse(List.of()).forEach(fall -> LOG.warn(fall.text()));
        boolean passed = verdict.map(Gate.Verdict::passed).orElse(true);
        LOG.infof("replay %s is evaluated passed=%s", report.id(), passed);
        meters.count(passed ? EvaluationMeters.Outcome.PASSED : EvaluationMeters.Outcome.FELL);
    }

    private List<String> arguments(Path report) {
        List<String> arguments = new ArrayList<>(List.of("--dataset", config.dataset()));
        add(arguments, "--embeddings", config.embeddings());
        add(arguments, "--labels", config.labels());
        if (config.embeddings().isEmpty()) {
            add(arguments, "--images", config.images());
            add(arguments, "--state", Optional.of(config.state()));
        }
        add(arguments, "--report", Optional.of(report));
        arguments.addAll(
                List.of("--broker", services.broker(), "--ingest", services.ingest(), "--query", services.query()));
        return arguments;
    }

    private static void add(List<String> arguments, String name, Optional<Path> path) {
        path.ifPresent(given -> {
            arguments.add(name);
            arguments.add(given.toString());
        });
    }
}
