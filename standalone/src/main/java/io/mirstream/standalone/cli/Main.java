package io.mirstream.standalone.cli;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.standalone.home.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./mirstream}. */
@Command(
        name = "mirstream",
        mixinStandardHelpOptions = true,
        version = "Mirstream 0.1.0",
        description = "Finds similar CT studies. Everything runs on this machine, on loopback.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            IngestCommand.class,
            SearchCommand.class,
            InspectCommand.class,
            ModelCommand.class,
            DatasetCommand.class,
            ReplayCommand.class,
            ReportCommand.class,
            DeadLettersCommand.class,
            DoctorCommand.class,
            PhantomsCommand.class
        },
        footer = {
            "",
            "./mirstream test [MAVEN ARGS] runs all tests.",
            "./mirstream bench imaging measures how fast CT is read, bench embed what embedding costs,",
            "    bench search what searching costs.",
            "./mirstream soak embed sees whether the embed-service keeps memory.",
            "./mirstream fuzz imaging searches for input that readers do not withstand."
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Returns the exit code: 0, 1 when it failed, 2 when it was called wrongly. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(CollectionName.class, CollectionName::new);
        line.registerConverter(PatientKey.class, PatientKey::new);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            switch (failure) {
                case Failure expected -> command.getErr().println("mirstream: " + expected.getMessage());
                case CodedException coded ->
                    command.getErr().println("mirstream: " + coded.code() + ": " + coded.getMessage());
                default -> {
                    command.getErr().println("mirstream: a defect, please report it:");
                    failure.printStackTrace(command.getErr());
                }
            }
            return HomeCommand.FAILED;
        });
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
