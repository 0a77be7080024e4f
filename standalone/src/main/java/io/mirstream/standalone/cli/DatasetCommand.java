package io.mirstream.standalone.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "dataset",
        description = "Write, check and measure datasets of the 3D-MIR benchmark.",
        subcommands = {
            DatasetCommand.PhantomCommand.class,
            DatasetCommand.CheckCommand.class,
            DatasetCommand.LabelsCommand.class
        })
final class DatasetCommand extends HomeCommand {
    private static final String PROGRAM = "DatasetProgram";

    @Override
    public Integer call() {
        throw new ParameterException(spec().commandLine(), "a command is missing");
    }

    @Command(name = "phantom", description = "Write phantoms as a benchmark in the published layout.")
    static final class PhantomCommand extends HomeCommand {
        enum Size {
            TINY,
            SMALL,
            FULL
        }

        @Parameters(paramLabel = "DIR", description = "Folder to write to.")
        private Path folder;

        @Option(
                names = "--size",
                paramLabel = "SIZE",
                description = "tiny (4 x 12 to index, 4 x 4 to ask for), small or full (as published); default: tiny.")
        private Size size = Size.TINY;

        @Option(names = "--seed", paramLabel = "SEED", description = "The same makes the same (default: 1).")
        private long seed = 1;

        @Override
        public Integer call() throws InterruptedException {
            return run(this, "phantom", folder, size.name().toLowerCase(Locale.ROOT), Long.toString(seed));
        }
    }

    @Command(name = "check", description = "Say everything that is odd about a dataset; 1 if it cannot be used.")
    static final class CheckCommand extends HomeCommand {
        @ArgGroup(multiplicity = "1")
        private Where where;

        static final class Where {
            @Parameters(paramLabel = "DIR", description = "Labels, splits, images and masks.")
            private Path all;

            @Option(names = "--labels", paramLabel = "DIR", description = "Labels and splits alone.")
            private Path labels;
        }

        @Override
        public Integer call() throws InterruptedException {
            return where.all == null
                    ? run(this, "check", where.labels, "labels")
                    : run(this, "check", where.all, "all");
        }
    }

    @Command(name = "labels", description = "Compute labels from the masks, and say where the published ones differ.")
    static final class LabelsCommand extends HomeCommand {
        enum Size {
            RELEASED,
            TRUE
        }

        @Parameters(paramLabel = "DIR", description = "Labels, splits, images and masks.")
        private Path folder;

        @Option(
                names = "--size",
                paramLabel = "SIZE",
                description = "released (voxels / 10, as published) or true (centimetres, as phantoms have); default:"
                        + " released.")
        private Size size = Size.RELEASED;

        @Override
        public Integer call() throws InterruptedException {
            return run(this, "labels", folder, size.name().toLowerCase(Locale.ROOT));
        }
    }

    private static int run(HomeCommand command, String what, Path folder, String... how) throws InterruptedException {
        List<String> arguments =
                new ArrayList<>(List.of(what, folder.toAbsolutePath().toString()));
        arguments.addAll(List.of(how));
        return EvalProgram.run(PROGRAM, command, arguments);
    }
}
