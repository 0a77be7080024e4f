package io.mirstream.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Jazzer, as a process of its own for each target.
 *
 * @param work keeps the corpus of each target, its log, and inputs that it did not withstand
 * @param seeds a folder for each target
 * @param data folders of DICOM files
 */
record Fuzzer(Checkout checkout, Path work, Path seeds, List<Path> data) {
    /** The launcher's own limits are for a command line; a decoder that takes more than this has failed. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx700m",
            "-XX:+UseSerialGC",
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");

    /** Longer inputs are tried less often, and every format has all of its parts in this. */
    private static final int MAX_INPUT_BYTES = 16 << 10;

    /** Findings with stack traces of their own after which a target's run ends. */
    private static final int MAX_FINDINGS = 10;

    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second.*");
    private static final Pattern COVERAGE = Pattern.compile("#(\\d+)\\s.*\\bcov: (\\d+).*");
    private static final Pattern FINDING = Pattern.compile("== Java Exception: (.*)");
    private static final Pattern ARTIFACT = Pattern.compile(".*Test unit written to (\\S+)");

    /**
     * @param coverage edges of imaging's code that were reached
     * @param findings what was thrown, and the file of the input
     */
    record Run(String target, long seconds, long executions, long coverage, List<String> findings) {}

    Run run(FuzzedTarget target, int seconds) {
        Path corpus = FuzzCommand.created(work.resolve("corpus").resolve(target.label()));
        Path found = FuzzCommand.created(work.resolve("found").resolve(target.label()));
        List<String> arguments = new ArrayList<>(List.of(
                "--target_class=io.mirstream.imaging.fuzz.FuzzRun",
                "--target_args=" + target.name(),
                "--instrumentation_includes=io.mirstream.**",
                "--instrumentation_excludes=io.mirstream.imaging.fuzz.**",
                "--custom_hook_includes=io.mirstream.**",
                "--keep_going=" + MAX_FINDINGS,
                "--reproducer_path=" + found,
                "-artifact_prefix=" + found + "/",
                "-max_total_time=" + seconds,
                "-max_len=" + MAX_INPUT_BYTES,
                "-rss_limit_mb=0",
                corpus.toString(),
                seeds.resolve(target.label()).toString()));
        if (target.takesDicomFiles()) {
            data.forEach(folder -> arguments.add(folder.toString()));
        }
        try {
            Process process = new ProcessBuilder(
                            checkout.java(JVM_OPTIONS, "com.code_intelligence.jazzer.Jazzer", arguments))
                    .redirectErrorStream(true)
                    .start();
            // told to end, it would take the input that it is at for one that it did not withstand
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            try (BufferedReader output = process.inputReader();
                    var log = Files.newBufferedWriter(work.resolve(target.label() + ".log"))) {
                return follow(target, output, log, process);
            }
        } catch (IOException e) {
            throw new Failure("the fuzzer did not start: " + e.getMessage(), e);
        }
    }

    private static Run follow(FuzzedTarget target, BufferedReader output, Appendable log, Process process)
            throws IOException {
        long started = System.nanoTime();
        long executions = 0;
        long coverage = 0;
        List<String> findings = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.append(line).append('\n');
            Matcher done = DONE.matcher(line);
            Matcher covered = COVERAGE.matcher(line);
            Matcher finding = FINDING.matcher(line);
            Matcher artifact = ARTIFACT.matcher(line);
            if (done.matches()) {
                executions = Long.parseLong(done.group(1));
            } else if (covered.matches()) {
                executions = Long.parseLong(covered.group(1));
                coverage = Long.parseLong(covered.group(2));
            } else if (finding.matches()) {
                findings.add(finding.group(1));
            } else if (artifact.matches() && !findings.isEmpty()) {
                findings.add(findings.removeLast() + " in " + artifact.group(1));
            }
        }
        if (ended(process) != 0 && findings.isEmpty()) {
            findings.add("the fuzzer itself ended: its log says why");
        }
        return new Run(target.label(), (System.nanoTime() - started) / 1_000_000_000, executions, coverage, findings);
    }

    private static int ended(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
