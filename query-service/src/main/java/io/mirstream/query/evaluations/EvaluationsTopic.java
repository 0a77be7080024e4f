package io.mirstream.query.evaluations;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads {@link Topics#EVALUATIONS} from its beginning, on a thread of its own, and goes on. Every instance reads all of it:
 * there is no group, and nothing is committed. While there is no broker, or no topic, it looks again.
 */
public final class EvaluationsTopic implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EvaluationsTopic.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration BACKOFF = Duration.ofSeconds(10);
    private static final long RECONNECT_MS = BACKOFF.toMillis();
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final String CLIENT_ID = "mirstream-query-evaluations";

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Evaluations evaluations;
    private final Duration backoff;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile Consumer<byte[], byte[]> consumer;
    private boolean missing;

    public EvaluationsTopic(String bootstrapServers, Evaluations evaluations) {
        this(
                () -> new KafkaConsumer<>(
                        settings(bootstrapServers), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                evaluations,
                BACKOFF);
    }

    /** @param consumers is asked again when one fails */
    EvaluationsTopic(Supplier<Consumer<byte[], byte[]>> consumers, Evaluations evaluations, Duration backoff) {
        this.consumers = consumers;
        this.evaluations = evaluations;
        this.backoff = backoff;
        thread = Thread.ofPlatform().daemon().name("evaluations").start(this::run);
    }

    private static Map<String, Object> settings(String bootstrapServers) {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.CLIENT_ID_CONFIG,
                CLIENT_ID,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1,
                CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                RECONNECT_MS,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                Topics.MAX_MESSAGE_BYTES);
    }

    private void run() {
        while (running) {
            try (Consumer<byte[], byte[]> opened = consumers.get()) {
                consumer = opened;
                read(opened);
            } catch (WakeupException e) {
                running = false;
            } catch (KafkaException e) {
                if (running && !missing) {
                    LOG.warnf(
                            "evaluations cannot be read errorCode=%s %s", ErrorCode.BROKER_UNAVAILABLE, e.getMessage());
                }
                missing = true;
            }
            pause();
        }
    }

    /** Returns when there is no such topic. */
    private void read(Consumer<byte[], byte[]> from) {
        List<TopicPartition> partitions = from.partitionsFor(Topics.EVALUATIONS.name()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        from.assign(partitions);
        from.seekToBeginning(partitions);
        while (running && !partitions.isEmpty()) {
            from.poll(POLL).forEach(this::take);
            missing = false;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() == null) {
                evaluations.remove(new String(record.key(), StandardCharsets.UTF_8));
            } else {
                evaluations.put(record.value());
            }
        } catch (CodedException e) { // one that cannot be read hides no other
            LOG.warnf("evaluation left out errorCode=%s offset=%d %s", e.code(), record.offset(), e.getMessage());
        }
    }

    private void pause() {
        try {
            if (running) {
                Thread.sleep(backoff);
            }
        } catch (InterruptedException e) {
            running = false;
        }
    }

    @Override
    public void close() {
        running = false;
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        thread.interrupt();
        try {
            thread.join(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
