package io.mirstream.eval.replay;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells how far something is, and how long the rest will take at this pace. */
final class Pace {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final String done;
    private final int all;
    private final String what;
    private final Consumer<String> progress;
    private final long start = System.nanoTime();
    private long told = start;
    private int count;

    /**
     * @param done such as indexed
     * @param what such as volumes
     */
    Pace(String done, int all, String what, Consumer<String> progress) {
        this.done = done;
        this.all = all;
        this.what = what;
        this.progress = progress;
    }

    /** One more is done. */
    synchronized void one() {
        count++;
        long now = System.nanoTime();
        if (count == all) {
            progress.accept(line() + " in " + seconds(now - start));
        } else if (now - told >= BETWEEN.toNanos()) {
            told = now;
            progress.accept(line() + ", about " + seconds((now - start) / count * (all - count)) + " left");
        }
    }

    private String line() {
        return done + " " + count + " of " + all + " " + what;
    }

    private static String seconds(long nanos) {
        return Math.max(1, Duration.ofNanos(nanos).toSeconds()) + " s";
    }
}
