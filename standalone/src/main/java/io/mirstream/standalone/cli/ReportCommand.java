package io.mirstream.standalone.cli;

import java.net.URI;
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
        description = "Show reports of replays, compare two, and judge one by another.",
        subcommands = {
            ReportCommand.ShowCommand.class,
            ReportCommand.CompareCommand.class,
            ReportCommand.GateCommand.class
        })
final class ReportCommand extends HomeCommand {
    private static final String PROGRAM = "ReportProgram";

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
                description = "Write this file instead: HTML that loads nothing but previews.")
        private Path page;

        @Option(
                names = "--previews",
                paramLabel = "URL",
                description = "The query-service that has previews of the volumes, if they were kept.")
        private URI previews;

        @Override
        public Integer call() throws InterruptedException {
            if (page == null) {
                return run(this, List.of("show", absolute(file)));
            }
            List<String> arguments = new ArrayList<>(List.of("html", absolute(file), absolute(page)));
            Stream.ofNullable(previews).forEach(url -> arguments.add(url.toString()));
            return run(this, arguments);
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
            return run(this, List.of("compare", absolute(first), absolute(second)));
        }
    }

    @Command(
            name = "gate",
            description = "1 if a score is worse than in an earlier report by more than chance explains.")
    static final class GateCommand extends HomeCommand {
        @Parameters(paramLabel = "FILE", description = "The report, JSON.")
        private Path file;

        @Option(names = "--baseline", paramLabel = "FILE", required = true, description = "The earlier one.")
        private Path baseline;

        @Option(names = "--junit", paramLabel = "FILE", description = "Write what failed as JUnit's XML there, too.")
        private Path junit;

        @Override
        public Integer call() throws InterruptedException {
            List<String> arguments = new ArrayList<>(List.of("gate", absolute(file), absolute(baseline)));
            Stream.ofNullable(junit).forEach(path -> arguments.add(absolute(path)));
            return run(this, arguments);
        }
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }

    private static int run(HomeCommand command, List<String> arguments) throws InterruptedException {
        return EvalProgram.run(PROGRAM, command, arguments);
    }
}
