package io.mirstream.eval.replay.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.eval.replay.StudyArchive;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics of study events and statuses, and the query-service. Of no consumer group: two replays hear everything both. */
public final class RunningStudies implements StudyArchive, AutoCloseable {
    private static final URI SOURCE = URI.create("urn:mirstream:eval-service");
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> statuses;
    private final QueryService query;

    /**
     * Hears statuses from now on.
     *
     * @param bootstrap of the broker
     * @param query base URL of the query-service
     * @param key that it knows the caller by, where access is on
     * @param client what the broker knows this by; no other has the same
     * @throws CodedException {@code BROKER_UNAVAILABLE}
     */
    public RunningStudies(String bootstrap, String query, Optional<String> key, String client) {
        this.query = new QueryService(query, key);
        producer = Producing.to(bootstrap, client);
        try {
            statuses = new KafkaConsumer<>(
                    Map.of(
                            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                            bootstrap,
                            CommonClientConfigs.CLIENT_ID_CONFIG,
                            client,
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
        } catch (KafkaException e) {
            producer.close(Producing.CLOSE);
            throw Producing.unreachable(e);
        }
    }

    @Override
    public ModelRef live() {
        return query.live();
    }

    @Override
    public void send(StudyEventType type, StudyEvent event, String id) {
        send(Envelope.study(type, event, id, SOURCE));
    }

    /**
     * Puts a report where others wait for it.
     *
     * @param report JSON
     */
    public void report(String replay, byte[] report) {
        send(Envelope.evaluation(replay, report, SOURCE));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException | KafkaException e) {
            throw Producing.unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "interrupted while sending an event", e);
        }
    }

    @Override
    public List<StudyStatus> heard() {
        List<StudyStatus> heard = new ArrayList<>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : statuses.poll(POLL)) {
                if (record.value() != null) {
                    heard.add(Topics.STATUS.read(record.value()));
                }
            }
        } catch (KafkaException e) {
            throw Producing.unreachable(e);
        }
        return heard;
    }

    @Override
    public Optional<StudyStatus> status(StudyUid study) {
        return query.status(study);
    }

    @Override
    public List<SeriesUid> search(ObjectNode request) {
        return query.search(request);
    }

    @Override
    public void close() {
        producer.close(Producing.CLOSE);
        statuses.close();
    }
}
