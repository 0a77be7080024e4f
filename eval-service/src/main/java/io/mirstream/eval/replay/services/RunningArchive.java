package io.mirstream.eval.replay.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.eval.replay.Archive;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** The topic of embeddings, the models of the ingest-service, and the search of the query-service. */
public final class RunningArchive implements Archive, AutoCloseable {
    private static final URI SOURCE = URI.create("urn:mirstream:eval-service");

    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> unsent = new AtomicReference<>();
    private final ServiceClient ingest;
    private final QueryService query;

    /**
     * @param bootstrap of the broker
     * @param ingest base URL of the ingest-service
     * @param query base URL of the query-service
     * @param key that both know the caller by, where access is on
     * @throws CodedException {@code BROKER_UNAVAILABLE}
     */
    public RunningArchive(String bootstrap, String ingest, String query, Optional<String> key) {
        this.ingest = new ServiceClient("ingest-service", ingest, key);
        this.query = new QueryService(query, key);
        producer = Producing.to(bootstrap, "mirstream-replay-" + UUID.randomUUID());
    }

    @Override
    public boolean holds(ModelFingerprint model) {
        return of(model, models()).isPresent();
    }

    @Override
    public void register(ModelRef model) {
        ingest.send(ingest.request("/v1/models/" + model.fingerprint())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(Json.write(model))));
    }

    @Override
    public void publish(SeriesEmbedding embedding) {
        send(Envelope.embedding(embedding, SOURCE));
    }

    /**
     * Puts a report where others wait for it.
     *
     * @param report JSON
     */
    public void report(String replay, byte[] report) {
        send(Envelope.evaluation(replay, report, SOURCE));
        flush();
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            var unused = producer.send(record, (sent, failure) -> { // as the callback is told
                if (failure != null) {
                    unsent.compareAndSet(null, failure);
                }
            });
        } catch (KafkaException e) {
            unsent.compareAndSet(null, e);
        }
        requireSent();
    }

    @Override
    public void flush() {
        producer.flush();
        requireSent();
    }

    private void requireSent() {
        if (unsent.get() != null) {
            throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "the broker does not take a record", unsent.get());
        }
    }

    /** The query-service looks for new models every now and then: until it knows this one, nothing can be searched. */
    @Override
    public Size searchable(ModelFingerprint model) {
        Size indexed = of(model, models())
                .map(known -> new Size(
                        known.path("series").asLong(), known.path("slices").asLong()))
                .orElse(new Size(0, 0));
        return of(model, query.models()).isPresent() ? indexed : new Size(0, 0);
    }

    private JsonNode models() {
        return ingest.send(ingest.request("/v1/models").GET()).path("models");
    }

    private static Optional<JsonNode> of(ModelFingerprint model, JsonNode models) {
        for (JsonNode each : models) {
            if (each.path("model").path("fingerprint").asText().equals(model.value())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    @Override
    public List<SeriesUid> search(ObjectNode request) {
        return query.search(request);
    }

    @Override
    public void remove(ModelFingerprint model, List<SeriesUid> series) {
        ingest.send(ingest.request("/v1/models/" + model).DELETE());
        unsent.set(null); // what failed before is no reason not to tidy up
        series.forEach(each -> send(Envelope.forgotten(each, model)));
        flush();
    }

    @Override
    public void close() {
        producer.close(Producing.CLOSE);
    }
}
