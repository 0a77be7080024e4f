package io.mirstream.standalone.stack;

import io.mirstream.contracts.topic.DeadLetter;
import io.mirstream.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letters, oldest first. */
public final class DeadLetterBox {
    private static final Duration POLL = Duration.ofMillis(500);

    private DeadLetterBox() {}

    /** A record of the topic, and what its headers say. */
    public record Entry(ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
        /** Names it: partition and offset. */
        public String id() {
            return record.partition() + "-" + record.offset();
        }

        /** As text; empty when there is none. */
        public String key() {
            return text(record.key());
        }

        /** As text; empty when there is none. */
        public String value() {
            return text(record.value());
        }

        /** As text, in the record's order. */
        public Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            for (Header header : record.headers()) {
                headers.put(header.key(), text(header.value()));
            }
            return headers;
        }

        private static String text(byte[] bytes) {
            return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        }
    }

    public static List<Entry> read(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        List<Entry> entries = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.DEAD_LETTERS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    DeadLetter.read(record.headers()).ifPresent(letter -> entries.add(new Entry(record, letter)));
                }
            }
        }
        entries.sort(
                (one, other) -> one.letter().time().compareTo(other.letter().time()));
        return entries;
    }
}
