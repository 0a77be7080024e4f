package io.mirstream.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ./mirstream bench} and {@code ./mirstream fuzz}. */
@Command(
        name = "mirstream",
        mixinStandardHelpOptions = true,
        version = "Mirstream 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BenchCommand.class, FuzzCommand.class})
public final class Main implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    private final PrintStream results;

    private Main(PrintStream results) {
        this.results = results;
    }

    /** Where results are printed; everything else goes to stderr. */
    PrintStream results() {
        return results;
    }

    public static void main(String[] arguments) {
        PrintStream results = System.out;
        System.setOut(System.err); // the libraries print what is going on
        CommandLine line = new CommandLine(new Main(results));
        line.registerConverter(Encoding.class, name -> named(Encoding.values(), name));
        line.registerConverter(FuzzedTarget.class, name -> named(FuzzedTarget.values(), name));
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

    /** As they print themselves: {@code jpeg-ls}. */
    private static <T> T named(T[] values, String name) {
        return Stream.of(values)
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected one of " + Arrays.toString(values)));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
