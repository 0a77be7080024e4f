package io.mirstream.bench.search;

import io.mirstream.standalone.cli.Console;
import io.mirstream.standalone.home.Failure;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The launcher hands over here when {@code bench} is followed by {@code search}. */
@Command(
        name = "mirstream",
        mixinStandardHelpOptions = true,
        version = "Mirstream 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = BenchCommand.class)
public final class Main implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    private final PrintStream results;

    private Main(PrintStream results) {
        this.results = results;
    }

    public static void main(String[] arguments) {
        PrintStream results = System.out;
        System.setOut(System.err); // the libraries print what is going on
        CommandLine line = new CommandLine(new Main(results));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Failure expected) {
                command.getErr().println("mirstream: " + expected.getMessage());
            } else {
                command.getErr().println("mirstream: a defect, please report it:");
                failure.printStackTrace(command.getErr());
            }
            return FAILED;
        });
        System.exit(line.execute(arguments));
    }

    /** Where a command of this program prints. */
    static Console console(CommandSpec command, boolean json) {
        return new Console(json, ((Main) command.root().userObject()).results, System.err);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
