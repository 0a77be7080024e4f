package io.mirstream.standalone.study;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Loopback;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends study events, and follows them on the status topic from where it stood when the channel was opened. */
public final class StudyChannel implements AutoCloseable {
    public static final URI SOURCE = URI.create("urn:mirstream:cli");
    private static final Duration POLL = Duration.ofMillis(200);

    private final Stack stack;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> statuses;
    private final SeenStatuses seen = new SeenStatuses();

    public StudyChannel(Stack stack) {
        this.stack = stack;
        producer = new KafkaProducer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        stack.bootstrap(),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        10_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        statuses = new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        stack.bootstrap(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = statuses.partitionsFor(Topics.STATUS.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        statuses.assign(partitions);
        statuses.seekToEnd(partitions);
        partitions.forEach(statuses::position); // now, not at the first poll
    }

    /**
     * Sends an event about files, unless the same one was sent before and the study can be searched.
     *
     * @param again send it in any case, as a new event
     */
    public Submission submit(StudyEvent event, Path location, boolean again) {
        return submit(event, EventId.of(event, location), again);
    }

    /** The same for a study that lies elsewhere: whether that changed is not seen, so it is sent again only when told to. */
    public Submission submit(StudyEvent event, boolean again) {
        return submit(event, EventId.of(event), again);
    }

    private Submission submit(StudyEvent event, String id, boolean again) {
        Optional<StudyStatus> known = status(event);
        boolean current = known.filter(status ->
                        status.eventId().equals(id) || status.eventId().startsWith(id + "-"))
                .isPresent();
        boolean searchable =
                known.filter(status -> status.state() == StudyState.INDEXED).isPresent();
        if (current && searchable && !again) {
            return new Submission(StudyEventType.ARRIVED, event, known.get().eventId(), known, false);
        }
        StudyEventType type = searchable ? StudyEventType.AMENDED : StudyEventType.ARRIVED;
        // an id that was used for this study before would be taken for a repetition
        String fresh = known.isEmpty() ? id : id + "-" + System.currentTimeMillis();
        send(type, event, fresh);
        return new Submission(type, event, fresh, Optional.empty(), true);
    }

    /** Returns once the event is on the topic. */
    public void send(StudyEventType type, StudyEvent event, String id) {
        try {
            producer.send(Envelope.study(type, event, id, SOURCE)).get();
        } catch (ExecutionException e) {
            throw new Failure(
                    "the broker does not take the event: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private Optional<StudyStatus> status(StudyEvent event) {
        String url = stack.serviceUrl(Service.QUERY) + "/v1/studies/" + event.studyInstanceUid();
        try {
            HttpResponse<String> response = Loopback.get(url, stack.key());
            return switch (response.statusCode()) {
                case 200 -> Optional.of(Json.read(response.body().getBytes(StandardCharsets.UTF_8), StudyStatus.class));
                case 404 -> Optional.empty();
                default -> throw new Failure("the query-service answers " + response.body());
            };
        } catch (IOException e) {
            throw new Failure("the query-service does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    /**
     * Follows what was sent until all of it is done, or time is up.
     *
     * @param onChange is told where things stand after each change, and regularly
     * @return the submissions with what is known of each
     */
    public List<Submission> follow(
            List<Submission> submissions, Duration patience, Consumer<List<Submission>> onChange) {
        Map<String, Submission> byEvent = new java.util.LinkedHashMap<>();
        submissions.forEach(submission -> byEvent.put(submission.eventId(), submission));
        long deadline = System.nanoTime() + patience.toNanos();
        onChange.accept(List.copyOf(byEvent.values()));
        while (!byEvent.values().stream().allMatch(Submission::isDone) && System.nanoTime() < deadline) {
            latest().forEach((event, status) -> byEvent.computeIfPresent(event, (id, known) -> known.with(status)));
            onChange.accept(List.copyOf(byEvent.values()));
        }
        return List.copyOf(byEvent.values());
    }

    /** What is known of each event that something came of, for who searches by the model that is live now. */
    private Map<String, StudyStatus> latest() {
        for (ConsumerRecord<byte[], byte[]> record : statuses.poll(POLL)) {
            if (record.value() != null) {
                try {
                    seen.take(Topics.STATUS.read(record.value()));
                } catch (CodedException e) {
                    throw new Failure("the status topic holds what this version cannot read", e);
                }
            }
        }
        return seen.by(live());
    }

    private Optional<ModelFingerprint> live() {
        try {
            HttpResponse<String> response = Loopback.get(stack.serviceUrl(Service.QUERY) + "/v1/models", stack.key());
            for (JsonNode model : Json.mapper().readTree(response.body()).path("models")) {
                if (model.path("role").asText().equals("LIVE")) {
                    return Optional.of(new ModelFingerprint(
                            model.path("model").path("fingerprint").asText()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new Failure("the query-service does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        statuses.close();
    }
}
