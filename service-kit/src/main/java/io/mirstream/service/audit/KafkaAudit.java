package io.mirstream.service.audit;

import io.mirstream.contracts.event.AuditEvent;
import io.mirstream.contracts.topic.Envelope;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Audit records to {@link io.mirstream.contracts.topic.Topics#AUDIT}; those that a broker did not take are sent again. */
final class KafkaAudit implements AuditSink {
    /** About 5,000 records; while the broker is away, more wait in the queue before it. */
    private static final int BUFFER_BYTES = 8 << 20;

    /** Of a record for which the buffer has no room. */
    private static final int PATIENCE_MS = 2_000;

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final URI source;
    private volatile Producer<byte[], byte[]> producer;

    KafkaAudit(String bootstrapServers, String service) {
        this(
                () -> new KafkaProducer<>(
                        settings(bootstrapServers, service), new ByteArraySerializer(), new ByteArraySerializer()),
                service);
    }

    /** @param producers is asked when there is a record, and again if it fails: a broker without an address stops nobody */
    KafkaAudit(Supplier<Producer<byte[], byte[]>> producers, String service) {
        this.producers = producers;
        source = URI.create("urn:mirstream:" + service);
    }

    private static Map<String, Object> settings(String bootstrapServers, String service) {
        return Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "mirstream-audit-" + service,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BUFFER_BYTES,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE);
    }

    @Override
    public CompletionStage<Void> send(AuditEvent event) {
        if (producer == null) {
            producer = producers.get();
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        var unused = producer.send(Envelope.audit(event, source), (metadata, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        if (done.isCompletedExceptionally() && done.exceptionNow() instanceof RetriableException notTaken) {
            throw notTaken; // no broker was found, or the buffer is full
        }
        return done;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
