package io.mirstream.eval.replay;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.VolumeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of the benchmark: once every volume is searchable, every query is searched for. */
public final class Replay {
    /** Few: other searches go on meanwhile. */
    private static final int SEARCHES_AT_A_TIME = 4;

    private static final Duration END = Duration.ofSeconds(10);

    /**
     * @param id which no other replay has
     * @param dataset its name, as people know it
     * @param started when it began, maybe in an earlier life
     */
    public record Name(String id, String dataset, Instant started) {}

    private final Name name;
    private final Volumes volumes;
    private final Searching searching;
    private final List<Method> methods;
    private final Journal journal;
    private final Consumer<String> progress;

    /** @param journal whose answers are not asked for again */
    public Replay(
            Name name,
            Volumes volumes,
            Searching searching,
            List<Method> methods,
            Journal journal,
            Consumer<String> progress) {
        this.name = name;
        this.volumes = volumes;
        this.searching = searching;
        this.methods = List.copyOf(methods);
        this.journal = journal;
        this.progress = progress;
    }

    /** @throws CodedException those of {@link Volumes#index} and {@link Searching#search} */
    public ReplayOutcome run() throws InterruptedException {
        Volumes.Indexed indexed = volumes.index();
        Map<Question, Journal.Answer> answers = search(volumes.pools());
        journal.isFinished(Instant.now());
        return new ReplayOutcome(
                name.id(),
                name.dataset(),
                volumes.model(),
                name.started(),
                journal.finished().orElseThrow(),
                rankings(answers),
                volumes.seen(),
                new Measurements(
                        indexed.volumes(), indexed.slices(), indexed.took(), indexed.freshness(), durations(answers)));
    }

    private Map<Question, Journal.Answer> search(List<SearchedPool> pools) throws InterruptedException {
        Map<Question, Future<Journal.Answer>> asked = new LinkedHashMap<>();
        Map<Question, Journal.Answer> answers = new LinkedHashMap<>();
        Map<Question, SearchedPool> questions = questions(pools);
        Pace pace = new Pace("searched", questions.size(), "times", progress);
        ExecutorService searchers = Executors.newFixedThreadPool(
                SEARCHES_AT_A_TIME, Thread.ofPlatform().daemon().factory());
        try {
            questions.forEach((question, pool) -> asked.put(question, searchers.submit(() -> answer(question, pool))));
            for (Map.Entry<Question, Future<Journal.Answer>> each : asked.entrySet()) {
                answers.put(each.getKey(), result(each.getValue()));
                pace.one();
            }
        } finally {
            searchers.shutdownNow();
            searchers.awaitTermination(
                    END.toSeconds(), TimeUnit.SECONDS); // what was answered is in the journal by then
        }
        return answers;
    }

    private Map<Question, SearchedPool> questions(List<SearchedPool> pools) {
        Map<Question, SearchedPool> questions = new LinkedHashMap<>();
        for (SearchedPool pool : pools) {
            for (Gallery gallery : pool.among().keySet()) {
                for (Method method : methods) {
                    for (VolumeId query : pool.pool().queries()) {
                        questions.put(new Question(gallery, pool.pool().organ(), method, query), pool);
                    }
                }
            }
        }
        return questions;
    }

    private Journal.Answer answer(Question question, SearchedPool pool) {
        return journal.answer(question).orElseGet(() -> {
            long start = System.nanoTime();
            List<VolumeId> found = searching.search(question.method().request(volumes.model(), pool, question)).stream()
                    .map(pool::found)
                    .toList();
            Journal.Answer answer = new Journal.Answer(found, Duration.ofNanos(System.nanoTime() - start));
            journal.isAnswered(question, answer);
            return answer;
        });
    }

    private static Journal.Answer result(Future<Journal.Answer> search) throws InterruptedException {
        try {
            return search.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CodedException coded) {
                throw coded;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Map<Gallery, Map<Organ, Map<Method, Map<VolumeId, List<VolumeId>>>>> rankings(
            Map<Question, Journal.Answer> answers) {
        Map<Gallery, Map<Organ, Map<Method, Map<VolumeId, List<VolumeId>>>>> rankings = new EnumMap<>(Gallery.class);
        answers.forEach(
                (question, answer) -> rankings.computeIfAbsent(question.gallery(), none -> new EnumMap<>(Organ.class))
                        .computeIfAbsent(question.organ(), none -> new EnumMap<>(Method.class))
                        .computeIfAbsent(question.method(), none -> new LinkedHashMap<>())
                        .put(question.query(), answer.found()));
        return rankings;
    }

    private static Map<Method, List<Duration>> durations(Map<Question, Journal.Answer> answers) {
        Map<Method, List<Duration>> durations = new EnumMap<>(Method.class);
        answers.forEach((question, answer) -> durations
                .computeIfAbsent(question.method(), none -> new ArrayList<>())
                .add(answer.took()));
        return durations;
    }
}
