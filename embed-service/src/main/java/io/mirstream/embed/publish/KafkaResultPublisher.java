package io.mirstream.embed.publish;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.topic.DeadLetter;
import io.mirstream.contracts.topic.Envelope;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

/** Publishes by an idempotent producer. */
public final class KafkaResultPublisher implements ResultPublisher {
    private static final String SERVICE = "embed-service";
    private static final URI SOURCE = URI.create("urn:mirstream:" + SERVICE);

    /** W3C trace context, which follows a study through the topics. */
    private static final Set<String> TRACE_HEADERS = Set.of("traceparent", "tracestate");

    private final Producer<byte[], byte[]> producer;
    private final ModelFingerprint model;
    private final Clock clock;

    /** @param model whose doing the results are */
    public KafkaResultPublisher(Producer<byte[], byte[]> producer, ModelFingerprint model, Clock clock) {
        this.producer = producer;
        this.model = model;
        this.clock = clock;
    }

    @Override
    public void publish(ConsumerRecord<byte[], byte[]> record, StudyResult result) {
        // the dead letter first: FAILED is a promise that there is one
        result.failure().ifPresent(failure -> deadLetter(record, failure.code(), failure.detail()));
        // then the status: nobody may say EMBEDDED after the indexer said INDEXED
        send(record, List.of(Envelope.status(result.status().by(model), SOURCE)));
        List<ProducerRecord<byte[], byte[]>> ofSeries = new ArrayList<>();
        for (SeriesPreviews previews : result.previews()) {
            ofSeries.add(Envelope.previews(previews, SOURCE));
        }
        for (SeriesEmbedding embedding : result.embeddings()) {
            ofSeries.add(Envelope.embedding(embedding, SOURCE));
        }
        send(record, ofSeries);
    }

    @Override
    public void deadLetter(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail) {
        DeadLetter letter = new DeadLetter(
                code,
                detail,
                SERVICE,
                record.topic(),
                record.partition(),
                record.offset(),
                clock.instant(),
                Optional.of(model));
        send(record, List.of(letter.record(record.key(), record.value(), record.headers())));
    }

    private void send(ConsumerRecord<byte[], byte[]> cause, List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        try {
            for (ProducerRecord<byte[], byte[]> record : records) {
                for (Header header : cause.headers()) {
                    if (TRACE_HEADERS.contains(header.key()) && record.headers().lastHeader(header.key()) == null) {
                        record.headers().add(header);
                    }
                }
                acknowledgements.add(producer.send(record));
            }
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (ExecutionException | KafkaException e) {
            throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "the broker did not acknowledge a record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "stopped while publishing", e);
        }
    }
}
