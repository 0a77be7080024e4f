package io.mirstream.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "fuzz",
        description = "Search for input that readers and decoders do not withstand, guided by coverage.",
        footer = {
            "",
            "What was learnt is kept in imaging-bench/target/fuzz and built on by the next run.",
            "Exit code 1: something was found."
        })
final class FuzzCommand extends ModuleCommand {
    private static final int SECONDS_PER_MINUTE = 60;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "For all targets together, which take turns (default: 60).")
    private double minutes = 60;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Only this one; may be given several times: ${COMPLETION-CANDIDATES}.")
    private List<FuzzedTarget> targets = List.of(FuzzedTarget.values());

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Real files to start from, besides small ones that are made (default: ../shared/data/ct/edge and "
                            + "transfer-syntax beside the checkout, where they are there).")
    private List<Path> data = new ArrayList<>();

    @Override
    public Integer call() {
        if (!(minutes > 0)) {
            throw new ParameterException(spec().commandLine(), "--minutes must be more than 0");
        }
        Checkout checkout = Checkout.find();
        if (data.isEmpty()) {
            data = Stream.of("edge", "transfer-syntax")
                    .map(name -> checkout.folder().resolve("../shared/data/ct").resolve(name))
                    .filter(Files::isDirectory)
                    .toList();
        }
        Path work = checkout.folder().resolve("imaging-bench/target/fuzz");
        Fuzzer fuzzer = new Fuzzer(checkout, work, seeds(checkout, work), data);
        int seconds = (int) Math.max(1, Math.round(minutes * SECONDS_PER_MINUTE / targets.size()));
        List<Fuzzer.Run> runs = new ArrayList<>();
        for (FuzzedTarget target : targets) {
            progress(target.label() + " for " + seconds + " s");
            runs.add(fuzzer.run(target, seconds));
        }
        show(runs);
        document(Map.of("runs", runs));
        return runs.stream().allMatch(run -> run.findings().isEmpty()) ? OK : FAILED;
    }

    private static Path seeds(Checkout checkout, Path work) {
        Path seeds = work.resolve("seeds");
        Processes.Ended ended =
                Processes.run(checkout.java(List.of(), "io.mirstream.imaging.fuzz.Seeds", List.of(seeds.toString())));
        if (!ended.succeeded()) {
            throw new Failure("small files to start from could not be made: " + ended.output());
        }
        return seeds;
    }

    private void show(List<Fuzzer.Run> runs) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("target", "seconds", "executions", "coverage", "findings"));
        for (Fuzzer.Run run : runs) {
            lines.add(List.of(
                    run.target(),
                    Long.toString(run.seconds()),
                    Long.toString(run.executions()),
                    Long.toString(run.coverage()),
                    Integer.toString(run.findings().size())));
        }
        table(lines);
        for (Fuzzer.Run run : runs) {
            run.findings().forEach(finding -> progress(run.target() + ": " + finding));
        }
    }

    /** Deletes nothing that another run has found. */
    static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
