package io.mirstream.bench.search;

import io.mirstream.bench.embed.Program;

/** The launcher hands over here when {@code bench} is followed by {@code search}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Program.run(arguments, new BenchCommand()));
    }
}
