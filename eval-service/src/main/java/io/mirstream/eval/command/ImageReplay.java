package io.mirstream.eval.command;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.eval.dataset.Benchmark;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.replay.Method;
import io.mirstream.eval.replay.Replay;
import io.mirstream.eval.replay.ReplayFolder;
import io.mirstream.eval.replay.ReplayOutcome;
import io.mirstream.eval.replay.ReplayPlan;
import io.mirstream.eval.replay.Retraction;
import io.mirstream.eval.replay.SentVolumes;
import io.mirstream.eval.replay.services.RunningStudies;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A replay of images: begun, gone on with after its end, or taken back. */
final class ImageReplay {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ReplayArguments arguments;
    private final Optional<String> key;
    private final PrintStream out;
    private final PrintStream err;

    ImageReplay(ReplayArguments arguments, Optional<String> key, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.key = key;
        this.out = out;
        this.err = err;
    }

    void begin(ReplayArguments.OfImages given) throws InterruptedException {
        Instant now = Instant.now();
        String id = TIME.format(now)
                + String.format(
                        Locale.ROOT, "-%04x", ThreadLocalRandom.current().nextInt(0x10000));
        try (RunningStudies archive = archive(id)) {
            ReplayPlan plan = new ReplayPlan(
                    id,
                    given.dataset(),
                    given.images().toString(),
                    given.labels().toString(),
                    arguments.organs(),
                    arguments.methods(),
                    arguments.keep(),
                    archive.live(),
                    now);
            try (ReplayFolder folder = ReplayFolder.begin(given.state(), plan)) {
                run(archive, folder);
            }
        }
    }

    void resume(ReplayArguments.Resumed given) throws InterruptedException {
        try (ReplayFolder folder = ReplayFolder.open(given.state(), given.id());
                RunningStudies archive = archive(given.id())) {
            if (folder.isEnded()) {
                throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, "nothing is left to do of replay " + given.id());
            }
            run(archive, folder);
        }
    }

    void remove(ReplayArguments.Removal given) throws InterruptedException {
        try (ReplayFolder folder = ReplayFolder.open(given.state(), given.id());
                RunningStudies archive = archive(given.id())) {
            retract(archive, folder);
        }
    }

    private RunningStudies archive(String id) {
        return new RunningStudies(arguments.broker(), arguments.query(), key, "mirstream-replay-" + id);
    }

    private void retract(RunningStudies archive, ReplayFolder folder) throws InterruptedException {
        new Retraction(archive, folder.plan(), folder.journal(), err::println).run();
        folder.end();
    }

    // --- the replay itself

    private void run(RunningStudies archive, ReplayFolder folder) throws InterruptedException {
        ReplayPlan plan = folder.plan();
        err.println("replay " + plan.id() + (folder.journal().sent().isEmpty() ? "" : ", which was cut off, goes on"));
        try {
            SentVolumes volumes = new SentVolumes(archive, plan, folder.journal(), err::println);
            replay(plan, volumes, archive, folder);
        } catch (CodedException e) {
            if (e.kind() == ErrorKind.INPUT) {
                retract(archive, folder); // it would fail again
            } else {
                err.println("go on with ./mirstream replay --resume " + plan.id() + ", or take it back with --remove");
            }
            throw e;
        }
        if (plan.keep()) {
            folder.end();
            err.println("kept: ./mirstream replay --remove " + plan.id() + " takes it back");
        } else {
            retract(archive, folder);
        }
    }

    private void replay(ReplayPlan plan, SentVolumes volumes, RunningStudies archive, ReplayFolder folder)
            throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> abandon(volumes, folder), "replay-removal"));
        try {
            Replay.Name name = new Replay.Name(plan.id(), plan.dataset(), plan.started());
            List<Method> methods = methods(plan, volumes);
            Replay replay = new Replay(name, volumes, archive, methods, folder.journal(), err::println);
            report(plan, replay.run(), archive);
        } finally {
            volumes.settle();
        }
    }

    /** Of a program that is told to end, and is not at its end anyway. */
    private static void abandon(SentVolumes volumes, ReplayFolder folder) {
        if (volumes.abandon()) {
            folder.end();
        }
    }

    private List<Method> methods(ReplayPlan plan, SentVolumes volumes) {
        List<Method> methods = new ArrayList<>();
        for (Method method : plan.methods().isEmpty() ? List.of(Method.values()) : plan.methods()) {
            Optional<String> missing = volumes.missing(method);
            missing.ifPresent(why -> err.println("without " + method.label() + ": " + why));
            if (missing.isEmpty()) {
                methods.add(method);
            }
        }
        if (methods.isEmpty()) {
            throw new CodedException(ErrorCode.QUERY_UNSUPPORTED, "none of the methods can be done");
        }
        return methods;
    }

    private void report(ReplayPlan plan, ReplayOutcome outcome, RunningStudies archive) {
        Benchmark benchmark = new LabelFolder(Path.of(plan.labels())).benchmark();
        ReplayProgram.finish(arguments, benchmark, outcome, archive::report, out, err);
    }
}
