package io.mirstream.bench.embed;

import io.mirstream.standalone.cli.Console;
import io.mirstream.standalone.home.Failure;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the launcher hands over to for some of its commands. */
@Command(
        name = "mirstream",
        mixinStandardHelpOptions = true,
        version = "Mirstream 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class Program implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    private final PrintStream results;

    private Program(PrintStream results) {
        this.results = results;
    }

    /**
     * Returns the exit code: 0, 1 when it failed, 2 when it was called wrongly.
     *
     * @param commands that it has
     */
    public static int run(String[] arguments, Object... commands) {
        PrintStream results = System.out;
        System.setOut(System.err); // the libraries print what is going on
        CommandLine line = new CommandLine(new Program(results));
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Failure expected) {
                command.getErr().println("mirstream: " + expected.getMessage());
            } else {
                command.getErr().println("mirstream: a defect, please report it:");
                failure.printStackTrace(command.getErr());
            }
            return FAILED;
        });
        return line.execute(arguments);
    }

    /** Where a command of a program prints. */
    public static Console console(CommandSpec command, boolean json) {
        return new Console(json, ((Program) command.root().userObject()).results, System.err);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
