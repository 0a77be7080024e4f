package io.mirstream.eval.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.mirstream.eval.command.ReplayProgram;
import io.mirstream.eval.report.ReportFolder;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the service together. */
@Singleton
public class EvalApplication {
    private final ReportFolder reports;
    private final ScheduledReplays replays;

    EvalApplication(
            EvalConfig config,
            MeterRegistry registry,
            @ConfigProperty(name = "kafka.bootstrap.servers") String broker,
            @ConfigProperty(name = "mirstream.ingest.url", defaultValue = "http://127.0.0.1:28081") String ingest,
            @ConfigProperty(name = "mirstream.query.url", defaultValue = "http://127.0.0.1:28080") String query) {
        reports = new ReportFolder(config.reports());
        replays = new ScheduledReplays(
                config,
                new ScheduledReplays.Services(broker, ingest, query),
                arguments -> ReplayProgram.run(arguments, System.out, System.err),
                new EvaluationMeters(registry),
                Clock.systemUTC());
    }

    @Scheduled(cron = "{mirstream.replay.schedule}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void replay() {
        replays.run();
    }

    @Produces
    @Singleton
    ReportFolder reports() {
        return reports;
    }
}
