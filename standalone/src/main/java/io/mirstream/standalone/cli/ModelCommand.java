package io.mirstream.standalone.cli;

import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "model",
        description = "Look at encoders, and change the one that is searched by.",
        subcommands = {
            ModelCommand.CheckCommand.class,
            ModelListCommand.class,
            ModelAddCommand.class,
            ModelPromoteCommand.class,
            ModelRollbackCommand.class,
            ModelRemoveCommand.class
        })
final class ModelCommand extends HomeCommand {
    @Override
    public Integer call() {
        throw new ParameterException(spec().commandLine(), "a command is missing");
    }

    @Command(name = "check", description = "Load it with all checks of the embed-service, and say what it is.")
    static final class CheckCommand extends HomeCommand {
        /** Prints what it found, as JSON when asked to. */
        static final String PROGRAM = "io.mirstream.embed.onnx.ModelCheck";

        @Parameters(paramLabel = "DIR", description = "Where its manifest.yaml lies.")
        private Path folder;

        @Override
        public Integer call() throws InterruptedException {
            List<String> arguments =
                    new ArrayList<>(List.of(folder.toAbsolutePath().toString()));
            if (json()) {
                arguments.add("--json");
            }
            try {
                return new ProcessBuilder(distribution().program(Service.EMBED, PROGRAM, arguments))
                        .inheritIO()
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new Failure("the check cannot be started: " + e.getMessage(), e);
            }
        }
    }
}
