package io.mirstream.ingest.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.location.DicomwebRoot;
import io.mirstream.contracts.location.S3Root;
import io.mirstream.contracts.topic.Groups;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.ingest.admission.AllowedLocations;
import io.mirstream.ingest.admission.LocationRoots;
import io.mirstream.ingest.admission.StudyEventRules;
import io.mirstream.ingest.consume.BatchHandler;
import io.mirstream.ingest.consume.BatchLoop;
import io.mirstream.ingest.consume.EmbeddingsHandler;
import io.mirstream.ingest.consume.KafkaAnnouncements;
import io.mirstream.ingest.consume.PreviewsHandler;
import io.mirstream.ingest.http.StudiesResource.EventSender;
import io.mirstream.ingest.index.Announcements;
import io.mirstream.ingest.index.ModelIndexers;
import io.mirstream.ingest.index.PreviewIndexer;
import io.mirstream.ingest.index.PreviewStore;
import io.mirstream.ingest.intake.IntakeTopology;
import io.mirstream.ingest.opensearch.IndexOptions;
import io.mirstream.ingest.opensearch.IndexSchema;
import io.mirstream.ingest.opensearch.OpenSearchModels;
import io.mirstream.ingest.opensearch.OpenSearchPreviews;
import io.mirstream.ingest.opensearch.OpenSearchStatuses;
import io.mirstream.ingest.status.StatusHandler;
import io.mirstream.service.access.ServiceKey;
import io.mirstream.service.opensearch.SearchCluster;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the service together, starts it and stops it. Owns its parts and clients. */
@Singleton
public class IngestApplication {
    private static final String HTTP = "mirstream-http-bridge";

    private final IngestConfig config;
    private final String bootstrapServers;
    private final ServiceKey own;
    private final Meters meters;
    private final Clock clock = Clock.systemUTC();
    private final StudyEventRules rules;
    private final List<Part> parts = new ArrayList<>();
    private final List<AutoCloseable> clients = new ArrayList<>();

    IngestApplication(
            IngestConfig config,
            MeterRegistry registry,
            ServiceKey own,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.config = config;
        this.bootstrapServers = bootstrapServers;
        this.own = own;
        meters = new Meters(registry);
        rules = new StudyEventRules(allowed(config.locations()));
    }

    private static AllowedLocations allowed(IngestConfig.Locations locations) {
        return new AllowedLocations(
                new LocationRoots(locations.roots().orElse(List.of())),
                locations.dicomweb().roots().orElse(List.of()).stream()
                        .map(DicomwebRoot::new)
                        .toList(),
                locations.s3().roots().orElse(List.of()).stream()
                        .map(S3Root::of)
                        .toList());
    }

    void start(@Observes StartupEvent event) {
        if (config.intake().enabled()) {
            parts.add(new IntakePart(
                    IntakeTopology.build(rules, meters),
                    KafkaSettings.streams(bootstrapServers, Groups.INTAKE, config.intake())));
        }
        if (config.index().enabled()) {
            SearchCluster cluster = cluster();
            Producer<byte[], byte[]> producer = producer(Groups.INDEXER);
            ModelSource models = new ModelSource(config.embed().url(), own);
            parts.add(new ConsumingPart(
                    "indexer",
                    () -> indexer(cluster, producer, models),
                    config.index().backoff()));
        }
        if (config.previews().enabled()) {
            SearchCluster cluster = cluster();
            Producer<byte[], byte[]> producer = producer(Groups.PREVIEWS);
            parts.add(new ConsumingPart(
                    "previews",
                    () -> previews(cluster, producer),
                    config.index().backoff()));
        }
        if (config.status().enabled()) {
            SearchCluster cluster = cluster();
            parts.add(new ConsumingPart(
                    "status", () -> statuses(cluster), config.index().backoff()));
        }
    }

    private BatchLoop indexer(SearchCluster cluster, Producer<byte[], byte[]> producer, ModelSource models) {
        OpenSearchModels indices = new OpenSearchModels(cluster, options(), clock);
        indices.start(models::model);
        new IndexSchema(cluster, options()).requirePreviews(); // whose deletion does not depend on who writes them
        Announcements announcements = new KafkaAnnouncements(producer, clock);
        PreviewStore previews = new OpenSearchPreviews(cluster);
        return loop(
                Groups.INDEXER,
                config.index().batchRecords(),
                List.of(Topics.EMBEDDINGS.name(), Topics.EMBED_REQUESTS.name()),
                new EmbeddingsHandler(
                        new ModelIndexers(indices, previews, announcements, meters, clock), announcements));
    }

    private BatchLoop previews(SearchCluster cluster, Producer<byte[], byte[]> producer) {
        new IndexSchema(cluster, options()).requirePreviews();
        return loop(
                Groups.PREVIEWS,
                config.previews().batchRecords(),
                List.of(Topics.PREVIEWS.name()),
                new PreviewsHandler(
                        new PreviewIndexer(
                                new OpenSearchPreviews(cluster), new OpenSearchModels(cluster, options(), clock)),
                        new KafkaAnnouncements(producer, clock)));
    }

    private BatchLoop statuses(SearchCluster cluster) {
        new IndexSchema(cluster, options()).requireStatus();
        return loop(
                Groups.STATUS,
                config.status().batchRecords(),
                List.of(Topics.STATUS.name()),
                new StatusHandler(new OpenSearchStatuses(cluster)::write));
    }

    private BatchLoop loop(String group, int batchRecords, List<String> topics, BatchHandler handler) {
        return new BatchLoop(
                new KafkaConsumer<>(
                        KafkaSettings.consumer(bootstrapServers, group, batchRecords),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                topics,
                handler,
                config.index().backoff());
    }

    private IndexOptions options() {
        IngestConfig.Indexing index = config.index();
        return new IndexOptions(index.engine(), index.shards(), index.replicas(), index.m(), index.efConstruction());
    }

    private SearchCluster cluster() {
        SearchCluster cluster = new SearchCluster(
                config.opensearch().url(),
                config.opensearch()
                        .username()
                        .map(name ->
                                Map.entry(name, config.opensearch().password().orElse(""))));
        clients.add(cluster);
        return cluster;
    }

    private Producer<byte[], byte[]> producer(String clientId) {
        Producer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaSettings.producer(bootstrapServers, clientId),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        clients.add(() -> producer.close(Duration.ofSeconds(5)));
        return producer;
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        parts.reversed().forEach(Part::close);
        for (AutoCloseable client : clients) {
            try {
                client.close();
            } catch (Exception e) {
                throw new IOException("a client would not close", e);
            }
        }
    }

    List<Part> parts() {
        return parts;
    }

    @Produces
    @Singleton
    StudyEventRules rules() {
        return rules;
    }

    @Produces
    @Singleton
    OpenSearchModels models() {
        return new OpenSearchModels(cluster(), options(), clock);
    }

    @Produces
    @Singleton
    EventSender sender() {
        Producer<byte[], byte[]> producer = producer(HTTP);
        return record -> {
            try {
                producer.send(record).get();
            } catch (ExecutionException | KafkaException e) {
                throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "the broker did not acknowledge the event", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "stopped while publishing", e);
            }
        };
    }
}
