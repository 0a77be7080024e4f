package io.mirstream.bench.embed;

import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.process.ManagedProcess;
import io.mirstream.standalone.stack.Distribution;
import io.mirstream.standalone.stack.Loopback;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The embed-service as a process, behind a broker as a process, in a home of its own; requests go in, vectors come out. */
final class RunningService implements AutoCloseable {
    private static final int PORTS = 8;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final URI SENDER = URI.create("urn:mirstream:bench");
    private static final double NANOS = 1e9;

    private final Stack stack;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Slice vectors of each series, by key: records are parsed once only, since reading them costs what is measured. */
    private final Map<String, Integer> vectors = new HashMap<>();

    private int sent;

    /** @param atNanos when its vectors were there */
    record Arrival(String series, int vectors, long atNanos) {}

    private RunningService(Stack stack) {
        this.stack = stack;
        producer = new KafkaProducer<>(
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        stack.bootstrap(),
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        Topics.MAX_MESSAGE_BYTES),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.EMBEDDINGS.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // now, not at the first poll
    }

    /**
     * @param name of its home in the scratch folder
     * @param studies the folder that locations may lie under
     */
    static RunningService start(Scratch scratch, String name, Path studies, Map<String, String> settings) {
        Home made = new Home(scratch.folder().resolve(name));
        int base = ThreadLocalRandom.current()
                .ints(20_000, 60_000)
                .filter(from -> IntStream.range(from, from + PORTS).allMatch(ManagedProcess::isFree))
                .findFirst()
                .orElseThrow();
        made.remember(new Home.Settings(Ports.from(base), List.of(studies)));
        Stack stack = new Stack(made, Distribution.find());
        scratch.stopAtEnd(stack::down);
        try {
            stack.upBroker();
            stack.start(Service.EMBED, settings);
            stack.awaitReady(Service.EMBED);
            return new RunningService(stack);
        } catch (RuntimeException e) {
            stack.down();
            throw e;
        }
    }

    /** Sends the next studies in turns, and waits until the vectors of all are there. */
    List<Arrival> embed(Studies studies, int count) throws InterruptedException {
        send(studies, count);
        return receive(count);
    }

    void send(Studies studies, int count) throws InterruptedException {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = sent++;
            EmbedRequest request = new EmbedRequest(
                    StudyEventType.ARRIVED,
                    studies.event(number),
                    new Revision(number + 1),
                    "bench-" + number,
                    Instant.now());
            acknowledgements.add(producer.send(Envelope.embedRequest(request, SENDER)));
        }
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            try {
                acknowledgement.get();
            } catch (ExecutionException e) {
                throw new Failure(
                        "the broker does not take requests: " + e.getCause().getMessage(), e);
            }
        }
    }

    List<Arrival> receive(int count) {
        List<Arrival> arrivals = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (arrivals.size() < count) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                String series = new String(record.key(), StandardCharsets.UTF_8);
                int slices = vectors.computeIfAbsent(
                        series,
                        any -> Topics.EMBEDDINGS.read(record.value()).slices().size());
                arrivals.add(new Arrival(series, slices, System.nanoTime()));
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
            if (System.nanoTime() > deadline) {
                throw new Failure("nothing came of " + (count - arrivals.size()) + " studies; the service's log ends:\n"
                        + stack.process(Service.EMBED).handle());
            }
        }
        return arrivals;
    }

    /** Seconds until a slice that is asked about over HTTP has its vector. */
    double query(byte[] slice) throws InterruptedException {
        long start = System.nanoTime();
        try {
            var answer = Loopback.send(HttpRequest.newBuilder(URI.create(stack.serviceUrl(Service.EMBED) + "/v1/embed"))
                    .header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(slice)));
            if (answer.statusCode() != 200) {
                throw new Failure("the embed-service answers " + answer.body());
            }
            return (System.nanoTime() - start) / NANOS;
        } catch (IOException e) {
            throw new Failure("the embed-service does not answer: " + e.getMessage(), e);
        }
    }

    /** A metric's value, of the first line that begins so; 0 when there is none. */
    double metric(String start) throws InterruptedException {
        try {
            return Loopback.get(stack.serviceUrl(Service.EMBED) + "/q/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new Failure("the embed-service does not answer: " + e.getMessage(), e);
        }
    }

    ProcessUsage usage() {
        return ProcessUsage.of(stack.process(Service.EMBED)
                .handle()
                .orElseThrow(() -> new Failure("the embed-service has died"))
                .pid());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        consumer.close();
        stack.down();
    }
}
