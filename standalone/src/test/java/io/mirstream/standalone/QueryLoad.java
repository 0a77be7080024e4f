package io.mirstream.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.standalone.stack.Loopback;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Queries at a fixed rate, whether or not those before are answered, as far as the machine keeps up; each answer is compared
 * with what the model that it names answers to the same query when it is asked for by name.
 */
final class QueryLoad implements AutoCloseable {
    private static final Duration END_PATIENCE = Duration.ofSeconds(30);

    /**
     * Queries that wait for an answer; a machine that is busy with something else is asked no more then. As many as an
     * embed-service takes at a time: one more would be refused, and rightly.
     */
    private static final int MAX_WAITING = 4;

    private final String url;
    private final List<String> queries;
    private final Map<String, Map<String, Double>> expected = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile long started;
    private volatile long stopped;
    private final Set<String> models = ConcurrentHashMap.newKeySet();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /**
     * @param url of searches
     * @param queries JSON objects, asked in turn; what they find must not change meanwhile
     */
    QueryLoad(String url, List<String> queries) {
        this.url = url;
        this.queries = List.copyOf(queries);
    }

    /** Remembers what each model finds. */
    void learn(String... fingerprints) throws IOException, InterruptedException {
        for (String fingerprint : fingerprints) {
            for (String query : queries) {
                String byName = query.substring(0, query.length() - 1) + ",\"model\":\"" + fingerprint + "\"}";
                HttpResponse<String> response = Loopback.post(url, byName);
                if (response.statusCode() != 200) {
                    throw new AssertionError(byName + ": " + response.body());
                }
                expected.put(fingerprint + query, found(Mirstream.json(response)));
            }
        }
    }

    void start(Duration interval) {
        started = System.nanoTime();
        var unused = clock.scheduleAtFixedRate(
                () -> {
                    if (room.tryAcquire()) {
                        String query = queries.get(sent.getAndIncrement() % queries.size());
                        askers.execute(() -> ask(query));
                    }
                },
                0,
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void ask(String query) {
        try {
            HttpResponse<String> response = Loopback.post(url, query);
            if (response.statusCode() != 200) {
                complaints.add(query + ": " + response.statusCode() + " " + response.body());
                return;
            }
            JsonNode answer = Mirstream.json(response);
            String model = answer.at("/model/fingerprint").asText();
            if (!found(answer).equals(expected.get(model + query))) {
                complaints.add(query + ": not what model " + model + " finds: " + response.body());
            }
            models.add(model);
            answered.incrementAndGet();
        } catch (IOException e) {
            complaints.add(query + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    /** Series in their order, with the similarity to six digits. */
    private static Map<String, Double> found(JsonNode answer) {
        Map<String, Double> found = new LinkedHashMap<>();
        for (JsonNode hit : answer.path("hits")) {
            found.put(
                    hit.path("rank").asInt() + " "
                            + hit.path("seriesInstanceUid").asText(),
                    Math.round(hit.path("score").asDouble() * 1e6) / 1e6);
        }
        return found;
    }

    /** What was expected of a model, of all queries together. */
    Map<String, Map<String, Double>> expectedOf(String fingerprint) {
        Map<String, Map<String, Double>> ofModel = new LinkedHashMap<>();
        queries.forEach(query -> ofModel.put(query, expected.get(fingerprint + query)));
        return ofModel;
    }

    /** Forgets which models answered so far. */
    void watch() {
        models.clear();
    }

    Set<String> models() {
        return Set.copyOf(models);
    }

    List<String> complaints() {
        return new ArrayList<>(complaints);
    }

    int answered() {
        return answered.get();
    }

    /** Returns once all that was asked is answered. */
    void stop() throws InterruptedException {
        clock.shutdownNow();
        stopped = System.nanoTime();
        askers.shutdown();
        if (!askers.awaitTermination(END_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            complaints.add("queries without an answer after " + END_PATIENCE);
        }
    }

    int sent() {
        return sent.get();
    }

    /** What became of the interval on this machine. */
    double perSecond() {
        return sent.get() / ((stopped - started) / 1e9);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        askers.shutdownNow();
    }
}
