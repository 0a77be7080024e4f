package io.mirstream.eval.learn.topic;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the topic of embeddings holds of some collections at one moment. */
public final class CollectionTopic {
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Without a record, though there should be some: the broker is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Set<CollectionName> collections;
    private final ModelFingerprint model;
    private final Map<String, SeriesEmbedding> held = new TreeMap<>();

    private CollectionTopic(Set<CollectionName> collections, ModelFingerprint model) {
        this.collections = Set.copyOf(collections);
        this.model = model;
    }

    /**
     * The last embedding of each series that is not gone, by the order of their UIDs. All slices are held.
     *
     * @throws CodedException {@code BROKER_UNAVAILABLE}; those of reading a record
     */
    public static Collection<SeriesEmbedding> read(
            String bootstrap, Set<CollectionName> collections, ModelFingerprint model) {
        CollectionTopic topic = new CollectionTopic(collections, model);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            topic.readAll(consumer);
        } catch (KafkaException e) {
            throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "the broker cannot be reached", e);
        }
        return topic.held.values();
    }

    /** Up to where the topic ends now. */
    void readAll(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.EMBEDDINGS.name()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long since = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                since = System.nanoTime();
                put(record);
            }
            if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "the broker gives no more of the embeddings");
            }
        }
    }

    private void put(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!key.endsWith("/" + model)) {
            return; // of another model: its vectors need not be read
        }
        held.remove(key); // a series may be gone, or have moved to another collection
        if (record.value() != null) {
            SeriesEmbedding embedding = Json.read(record.value(), SeriesEmbedding.class);
            if (collections.contains(embedding.collection())) {
                held.put(key, embedding);
            }
        }
    }
}
