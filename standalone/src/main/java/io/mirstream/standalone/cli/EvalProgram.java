package io.mirstream.standalone.cli;

import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program of the eval-service, in a process of its own: the services' classes stay out of this one. */
final class EvalProgram {
    private static final String PACKAGE = "io.mirstream.eval.command.";

    private EvalProgram() {}

    /** Runs it for a command, on the same terminal; returns its exit code. */
    static int run(String name, HomeCommand command, List<String> given) throws InterruptedException {
        List<String> arguments = new ArrayList<>(given);
        if (command.json()) {
            arguments.add("--json");
        }
        try {
            return new ProcessBuilder(command.distribution().program(Service.EVAL, PACKAGE + name, arguments))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new Failure("the program cannot be started: " + e.getMessage(), e);
        }
    }
}
