package io.mirstream.imaging.fuzz;

/** Where a fuzzer that runs as a process of its own enters; its argument names the target. */
public final class FuzzRun {
    private static FuzzTarget target;

    private FuzzRun() {}

    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTarget.valueOf(arguments[0]);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        target.run(input);
    }
}
