package io.mirstream.standalone.cli;

import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description = "Show reports of replays, and compare two.",
        subcommands = {ReportCommand.ShowCommand.class, ReportCommand.CompareCommand.class})
final class ReportCommand extends HomeCommand {
    private static final String PROGRAM = "io.mirstream.eval.command.ReportProgram";

    @Override
    public Integer call() {
        throw new ParameterException(spec().commandLine(), "a command is missing");
    }

    @Command(name = "show", description = "Show a report as text (Markdown), or write it as a page.")
    static final class ShowCommand extends HomeCommand {
        @Parameters(paramLabel = "FILE", description = "The report, JSON.")
        private Path file;

        @Option(
                names = "--html",
                paramLabel = "PAGE",
                description = "Write this file instead: HTML that loads nothing.")
        private Path page;

        @Override
        public Integer call() throws InterruptedException {
            return page == null ? run(this, "show", file) : run(this, "html", file, page);
        }
    }

    @Command(
            name = "compare",
            description = "Say what the second has more, query by query; 1 if they are not of the same queries.")
    static final class CompareCommand extends HomeCommand {
        @Parameters(index = "0", paramLabel = "FIRST", description = "A report, JSON.")
        private Path first;

        @Parameters(index = "1", paramLabel = "SECOND", description = "Another, of the same dataset.")
        private Path second;

        @Override
        public Integer call() throws InterruptedException {
            return run(this, "compare", first, second);
        }
    }

    /** In a process of its own: the services' classes stay out of this one. */
    private static int run(HomeCommand command, String what, Path... files) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(what));
        Stream.of(files).forEach(file -> arguments.add(file.toAbsolutePath().toString()));
        if (command.json()) {
            arguments.add("--json");
        }
        try {
            return new ProcessBuilder(command.distribution().program(Service.EVAL, PROGRAM, arguments))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new Failure("the program cannot be started: " + e.getMessage(), e);
        }
    }
}
