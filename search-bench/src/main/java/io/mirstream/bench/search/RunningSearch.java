package io.mirstream.bench.search;

import io.mirstream.bench.embed.Scratch;
import io.mirstream.contracts.index.Index;
import io.mirstream.ingest.index.DocumentChange;
import io.mirstream.ingest.index.VectorIndex;
import io.mirstream.ingest.opensearch.IndexOptions;
import io.mirstream.ingest.opensearch.OpenSearchModels;
import io.mirstream.service.opensearch.SearchCluster;
import io.mirstream.standalone.cli.Console;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.process.ManagedProcess;
import io.mirstream.standalone.stack.Distribution;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The query-service as a process, in front of broker and search node as processes, in a home of its own. */
final class RunningSearch implements AutoCloseable {
    /** As the ingest-service has them. */
    private static final IndexOptions OPTIONS = new IndexOptions("lucene", 1, 0, 16, 128);

    private static final int SERIES_AT_A_TIME = 500;
    private static final int PROGRESS_EVERY = 50_000;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Stack stack;

    private RunningSearch(Stack stack) {
        this.stack = stack;
    }

    /** @param settings of the service */
    static RunningSearch start(Scratch scratch, GeneratedSeries series, Map<String, String> settings, Console console)
            throws InterruptedException {
        Home made = new Home(scratch.folder().resolve("home"));
        int base = ThreadLocalRandom.current()
                .ints(20_000, 60_000)
                .filter(from -> IntStream.range(from, from + Ports.COUNT).allMatch(ManagedProcess::isFree))
                .findFirst()
                .orElseThrow();
        made.remember(new Home.Settings(Ports.from(base), List.of()));
        Stack stack = new Stack(made, Distribution.find());
        scratch.stopAtEnd(stack::down);
        stack.upBackends();
        fill(stack, series, console);
        stack.start(Service.QUERY, settings);
        stack.awaitReady(Service.QUERY);
        return new RunningSearch(stack);
    }

    /** As the ingest-service does it, without the documents of slices, which no query of the benchmark looks at. */
    private static void fill(Stack stack, GeneratedSeries series, Console console) throws InterruptedException {
        try (SearchCluster cluster = new SearchCluster(URI.create(stack.openSearchUrl()), Optional.empty())) {
            OpenSearchModels models = new OpenSearchModels(cluster, OPTIONS, Clock.systemUTC());
            models.start(() -> GeneratedSeries.MODEL);
            VectorIndex index = models.of(GeneratedSeries.MODEL);
            List<DocumentChange> changes = new ArrayList<>();
            for (int at = 0; at < series.count(); at++) {
                changes.add(new DocumentChange.PutSeries(series.embedding(at)));
                if (changes.size() == SERIES_AT_A_TIME || at == series.count() - 1) {
                    if (!index.write(changes).isEmpty()) {
                        throw new Failure("the index refuses generated series");
                    }
                    changes.clear();
                }
                if (at % PROGRESS_EVERY == PROGRESS_EVERY - 1) {
                    console.progress((at + 1) + " series are indexed");
                }
            }
            index.refresh();
            awaitMerged(cluster);
        } catch (IOException e) {
            throw new Failure("the client of the index does not close: " + e.getMessage(), e);
        }
    }

    /** What goes on in the background would be measured with the searches. */
    private static void awaitMerged(SearchCluster cluster) throws InterruptedException {
        String merges = "/" + Index.SERIES.of(GeneratedSeries.MODEL.fingerprint()) + "/_stats/merge";
        while (cluster.get(merges).json().at("/_all/total/merges/current").asInt() > 0) {
            Thread.sleep(POLL);
        }
    }

    URI service() {
        return URI.create(stack.serviceUrl(Service.QUERY));
    }

    URI openSearch() {
        return URI.create(stack.openSearchUrl());
    }

    /** The ids of all processes that a search keeps busy: the benchmark's own, too. */
    List<Long> processes() {
        Stream<ProcessHandle> started = stack.processes().stream().flatMap(process -> process.handle().stream());
        return Stream.concat(started, Stream.of(ProcessHandle.current()))
                .map(ProcessHandle::pid)
                .toList();
    }

    @Override
    public void close() {
        stack.down();
    }
}
