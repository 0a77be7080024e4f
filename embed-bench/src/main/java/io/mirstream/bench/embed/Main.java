package io.mirstream.bench.embed;

/** The launcher hands over here when {@code bench} or {@code soak} is followed by {@code embed}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Program.run(arguments, new BenchCommand(), new SoakCommand()));
    }
}
