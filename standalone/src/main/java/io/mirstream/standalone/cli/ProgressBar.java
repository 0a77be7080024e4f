package io.mirstream.standalone.cli;

import io.mirstream.contracts.event.StudyState;
import io.mirstream.standalone.study.Submission;
import java.util.List;

/** Shows how far studies are: on a terminal by rewriting one line, elsewhere by a line now and then. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final long LINE_EVERY_NANOS = 5_000_000_000L;

    private final Console console;

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 there is again none without a terminal
    private final boolean terminal =
            System.console() != null && System.console().isTerminal();

    private String last = "";
    private long lastLine = System.nanoTime() - LINE_EVERY_NANOS;

    ProgressBar(Console console) {
        this.console = console;
    }

    void show(List<Submission> submissions) {
        int done = (int) submissions.stream().filter(Submission::isDone).count();
        int failed = (int) submissions.stream()
                .filter(submission -> submission
                        .status()
                        .filter(status -> status.state() == StudyState.FAILED)
                        .isPresent())
                .count();
        String line = line(done, failed, submissions.size());
        if (line.equals(last)) {
            return;
        }
        if (terminal) {
            console.bar(line);
        } else if (System.nanoTime() - lastLine >= LINE_EVERY_NANOS || done == submissions.size()) {
            console.progress(line);
            lastLine = System.nanoTime();
        } else {
            return;
        }
        last = line;
    }

    private static String line(int done, int failed, int all) {
        int filled = all == 0 ? WIDTH : WIDTH * done / all;
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + " of " + all + " studies done"
                + (failed == 0 ? "" : ", " + failed + " failed");
    }

    void end() {
        if (terminal) {
            console.endBar();
        }
    }
}
