package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.process.ManagedProcess;
import io.mirstream.standalone.stack.DeadLetterBox;
import io.mirstream.standalone.stack.Distribution;
import io.mirstream.standalone.stack.Loopback;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A running stack, and what tests do with it. */
@SuppressWarnings("deprecation") // the only way in which this JUnit closes what lies in its root store
final class Mirstream implements ExtensionContext.Store.CloseableResource {
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int STACK_PORTS = Ports.COUNT;

    /** DICOMweb and DICOM, of an archive that a test may start. */
    private static final int ARCHIVE_PORTS = 2;

    private static final URI SENDER = URI.create("urn:mirstream:test");
    private static final Duration POLL = Duration.ofMillis(200);

    private final Home home;
    private final Distribution distribution = Distribution.find();
    private final Stack stack;
    private KafkaProducer<byte[], byte[]> producer;

    private Mirstream(Home home, Optional<String> key) {
        this.home = home;
        stack = new Stack(home, distribution, key);
    }

    /** Not started yet. */
    static Mirstream inFreshHome(String name) {
        return inFreshHome(name, Optional.empty());
    }

    /** @param key that the services are asked with */
    static Mirstream inFreshHome(String name, Optional<String> key) {
        Path folder =
                Distribution.find().checkout().resolve("standalone/target/it").resolve(name);
        deleteAll(folder);
        Home home = new Home(folder);
        int base = freePorts();
        home.remember(new Home.Settings(
                Ports.from(base),
                List.of(),
                List.of(URI.create("http://127.0.0.1:" + (base + STACK_PORTS) + "/dicom-web"))));
        return new Mirstream(home, key);
    }

    /** Below those that the kernel gives to outgoing connections (from 32768), which would take them between two starts. */
    private static int freePorts() {
        while (true) {
            int base = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            if (IntStream.range(base, base + STACK_PORTS + ARCHIVE_PORTS).allMatch(ManagedProcess::isFree)) {
                return base;
            }
        }
    }

    private static void deleteAll(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void up() {
        stack.up(line -> {});
    }

    Home home() {
        return home;
    }

    Stack stack() {
        return stack;
    }

    /** Where an archive may serve DICOMweb: allowed, and nothing there unless a test starts it. */
    URI dicomwebRoot() {
        return home.settings().sources().getFirst();
    }

    int dicomPort() {
        return dicomwebRoot().getPort() + 1;
    }

    Path checkout() {
        return distribution.checkout();
    }

    /** Where the built-in model was written when the embed-service was built. */
    static Path builtInModel() {
        return Distribution.find().checkout().resolve("embed-service/target/classes/models/builtin-slab");
    }

    /** A folder that locations may lie under. */
    Path folder(String name) {
        try {
            return Files.createDirectories(home.inbox().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // --- events

    void publish(StudyEventType type, StudyEvent event, String eventId) {
        publish(Envelope.study(type, event, eventId, SENDER));
    }

    void publish(ProducerRecord<byte[], byte[]> record) {
        if (producer == null) {
            producer = new KafkaProducer<>(
                    Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrap()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        }
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The status that the event ends with. */
    StudyStatus awaitEnd(StudyUid study, String eventId) {
        return await("the end of event " + eventId)
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .until(
                        () -> status(study),
                        found -> found.filter(status -> status.eventId().equals(eventId)
                                        && status.state().isFinal())
                                .isPresent())
                .orElseThrow();
    }

    Optional<StudyStatus> status(StudyUid study) {
        HttpResponse<String> response = get(stack.serviceUrl(Service.QUERY) + "/v1/studies/" + study);
        return response.statusCode() == 404
                ? Optional.empty()
                : Optional.of(Json.read(response.body().getBytes(StandardCharsets.UTF_8), StudyStatus.class));
    }

    List<DeadLetterBox.Entry> deadLetters(StudyUid study) {
        return DeadLetterBox.read(stack.bootstrap()).stream()
                .filter(entry -> entry.record().key() != null
                        && new String(entry.record().key(), StandardCharsets.UTF_8).equals(study.value()))
                .toList();
    }

    // --- index

    /** All of it, as for a new model: the ingest-service makes it anew when it starts. */
    void deleteIndices() {
        for (JsonNode index : json(get(stack.openSearchUrl() + "/_cat/indices/mirstream-*?format=json&h=index"))) {
            delete(stack.openSearchUrl() + "/" + index.path("index").asText());
        }
    }

    private static void delete(String url) {
        try {
            HttpResponse<String> response =
                    Loopback.send(HttpRequest.newBuilder(URI.create(url)).DELETE());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ids of all series and slice documents of a collection, with their version and sequence number. */
    Map<String, String> documents(CollectionName collection) {
        Map<String, String> documents = new TreeMap<>();
        for (String index : List.of(Index.SERIES.alias(), Index.SLICES.alias())) {
            documents.putAll(documents(collection, index));
        }
        return documents;
    }

    /** The same of one index. */
    Map<String, String> documents(CollectionName collection, String index) {
        Map<String, String> documents = new TreeMap<>();
        post(stack.openSearchUrl() + "/" + index + "/_refresh", "{}");
        JsonNode found = json(post(stack.openSearchUrl() + "/" + index + "/_search", """
                    {"size": 10000, "version": true, "seq_no_primary_term": true, "_source": false,
                     "query": {"term": {"collection": "%s"}}}""".formatted(collection)));
        for (JsonNode hit : found.path("hits").path("hits")) {
            documents.put(
                    hit.path("_id").asText(),
                    "version " + hit.path("_version").asLong() + ", sequence number "
                            + hit.path("_seq_no").asLong());
        }
        return documents;
    }

    JsonNode search(String request) {
        HttpResponse<String> response = post(stack.serviceUrl(Service.QUERY) + "/v1/search", request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    HttpResponse<String> get(String url) {
        try {
            return Loopback.get(url, stack.key());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> post(String url, String json) {
        try {
            return Loopback.post(url, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    // --- command line

    /** What a command printed, and how it ended. */
    record Ended(int exitCode, String out, String err) {
        JsonNode json() {
            return Mirstream.json(out);
        }
    }

    /** Runs a command in this home, as a process of its own. */
    Ended run(String... arguments) {
        return run(command(arguments));
    }

    /** A command in this home, not started yet. */
    ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Distribution.java(),
                "-Dmirstream.checkout=" + checkout(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.mirstream.standalone.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MIRSTREAM_HOME", home.folder().toString());
        return builder;
    }

    static Ended run(ProcessBuilder builder) {
        try {
            Path out = Files.createTempFile("mirstream-out-", ".txt");
            Path err = Files.createTempFile("mirstream-err-", ".txt");
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + builder.command());
            }
            Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
        stack.down();
    }
}
