package io.mirstream.eval.replay.services;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.topic.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers of a replay. */
final class Producing {
    static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration MAX_BLOCK = Duration.ofMinutes(1);

    private Producing() {}

    /** @throws CodedException {@code BROKER_UNAVAILABLE} */
    static KafkaProducer<byte[], byte[]> to(String bootstrap, String client) {
        try {
            return new KafkaProducer<>(
                    Map.of(
                            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrap,
                            CommonClientConfigs.CLIENT_ID_CONFIG,
                            client,
                            ProducerConfig.MAX_BLOCK_MS_CONFIG,
                            MAX_BLOCK.toMillis(),
                            ProducerConfig.COMPRESSION_TYPE_CONFIG,
                            "zstd",
                            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                            Topics.MAX_MESSAGE_BYTES),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    static CodedException unreachable(Exception cause) {
        return new CodedException(ErrorCode.BROKER_UNAVAILABLE, "the broker cannot be reached", cause);
    }
}
