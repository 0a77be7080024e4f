package io.mirstream.eval.command;

import io.mirstream.contracts.error.CodedException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.function.Supplier;

/** The exit codes of programs, and how they are come by. */
final class Exit {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int CALLED_WRONGLY = 2;

    private Exit() {}

    /** What the arguments of a program ask for. */
    interface Work {
        /** Returns the exit code. */
        int run() throws IOException;
    }

    /**
     * Runs it, and says on {@code err} what goes wrong.
     *
     * @param work reads the arguments; a RuntimeException means that some are missing or that nothing takes them
     */
    static int of(Supplier<Work> work, String usage, PrintStream err) {
        Work asked;
        try {
            asked = work.get();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            err.println(usage);
            return CALLED_WRONGLY;
        }
        try {
            return asked.run();
        } catch (CodedException e) {
            err.println(e.code() + ": " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            err.println("cannot read or write: " + e.getMessage());
            return FAILED;
        }
    }
}
