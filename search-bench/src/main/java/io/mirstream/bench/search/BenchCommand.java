package io.mirstream.bench.search;

import io.mirstream.bench.embed.Program;
import io.mirstream.bench.embed.Scratch;
import io.mirstream.standalone.cli.Console;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measure what the query-service costs on top of OpenSearch, and what its graph finds.",
        footer = {"", "Takes about ten minutes with 10,000 series: leave the machine alone meanwhile."})
final class BenchCommand implements Callable<Integer> {
    /** The graph is asked, however small the index is. */
    private static final Map<String, String> BY_GRAPH = Map.of("mirstream.query.exact-below", "0");

    /** Checked when it is read; there is only one. */
    enum Module {
        search
    }

    @Parameters(paramLabel = "MODULE", description = "What to look at: search.")
    void module(Module module) {}

    @Option(names = "--json", description = "Print one JSON document on stdout; everything else goes to stderr.")
    private boolean json;

    @Option(names = "--series", paramLabel = "N", description = "Series in the index (default: 10000).")
    private int count = 10_000;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "A setting of the service, to try it; may be given several times.")
    private Map<String, String> settings = Map.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        int least = 100 * Queries.K; // so that a hundredth of them is enough to be found
        if (count < least) {
            throw new ParameterException(spec.commandLine(), "--series must be " + least + " or more");
        }
        Console console = Program.console(spec, json);
        Map<String, String> all = new LinkedHashMap<>(BY_GRAPH);
        all.putAll(settings);
        GeneratedSeries series = new GeneratedSeries(count);
        console.progress("starting broker and search node, indexing " + count + " series, starting the query-service");
        try (Scratch scratch = new Scratch();
                RunningSearch running = RunningSearch.start(scratch, series, all, console)) {
            Measurement measured = new Measurement(
                    series,
                    new Queries(running.service(), running.openSearch()),
                    new WarmUp(running.processes(), console),
                    console);
            measured.run();
            report(measured, console);
        } catch (IOException e) {
            throw new Failure("no folder for the benchmark could be made: " + e.getMessage(), e);
        }
        return 0;
    }

    private static void report(Measurement measured, Console console) {
        List<List<String>> lines = measured.rows().stream()
                .map(row -> List.of(row.name(), String.format(Locale.ROOT, "%.3f", row.value()), row.unit()))
                .toList();
        console.table(List.of("what", "value", "unit"), lines);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("overheadMs", measured.overheadMs());
        document.put("recallAt10", measured.recallAt10());
        document.put("lateInteractionMs", measured.lateInteractionMs());
        document.put("rows", measured.rows());
        console.document(document);
    }
}
