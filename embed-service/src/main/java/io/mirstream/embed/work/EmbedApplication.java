package io.mirstream.embed.work;

import io.micrometer.core.instrument.MeterRegistry;
import io.mirstream.contracts.topic.Groups;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.embed.onnx.Model;
import io.mirstream.embed.onnx.ModelFolder;
import io.mirstream.embed.publish.KafkaResultPublisher;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.StudyReader;
import io.mirstream.imaging.dicom.ImageFileReader;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the service together, starts it and stops it. Owns the model, the threads and the broker's clients. */
@Singleton
public class EmbedApplication {
    /** Longer than this and the broker gives the study to another instance: only a dead poll thread takes so long. */
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);

    private final EmbedConfig config;
    private final LocationConfig locations;
    private final MeterRegistry meters;
    private final String bootstrapServers;
    private final Model model;
    private final StudyReader reader;
    private final ExecutorService decoders;
    private final SeriesEncoder encoder;
    private ConfiguredSources sources;
    private ExecutorService workers;
    private Producer<byte[], byte[]> producer;
    private RequestLoop loop;
    private Thread poller;

    EmbedApplication(
            EmbedConfig config,
            LocationConfig locations,
            ImagingConfig imaging,
            MeterRegistry meters,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.config = config;
        this.locations = locations;
        this.meters = meters;
        this.bootstrapServers = bootstrapServers;
        reader = new FileStudyReader(ImageFileReader.named(imaging.reader()), ReadLimits.DEFAULT);
        model = Model.load(
                ModelFolder.of(config.model().directory()),
                config.model().providers(),
                config.model().threads());
        int threads = config.decode().threads();
        decoders = Executors.newFixedThreadPool(
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().name("decoder-", 0).daemon().factory());
        encoder = new SeriesEncoder(reader, model.image(), decoders);
    }

    void start(@Observes StartupEvent event) {
        if (!config.work().enabled()) {
            return;
        }
        Clock clock = Clock.systemUTC();
        sources = ConfiguredSources.of(locations, ReadLimits.DEFAULT);
        StudyEmbedder embedder = new MeteredStudyEmbedder(
                new RetryingStudyEmbedder(
                        new LocalStudyEmbedder(
                                sources, reader, encoder, model.image().model(), model.text(), clock),
                        config.work().attempts(),
                        config.work().backoff(),
                        clock),
                meters);
        workers = Executors.newFixedThreadPool(
                config.work().studiesInFlight(),
                Thread.ofPlatform().name("study-", 0).daemon().factory());
        producer = new KafkaProducer<>(producerConfig(), new ByteArraySerializer(), new ByteArraySerializer());
        loop = new RequestLoop(
                new KafkaConsumer<>(consumerConfig(), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                embedder,
                new KafkaResultPublisher(producer, model.image().model().fingerprint(), clock),
                workers,
                config.work().studiesInFlight() + config.work().queue(),
                config.work().externalBackoff());
        meters.gauge("mirstream.embed.studies.in.flight", loop, RequestLoop::inFlight);
        poller = Thread.ofPlatform().name("embed-requests").start(loop);
    }

    void stop(@Observes ShutdownEvent event) throws Exception {
        if (loop != null) {
            loop.stop();
            poller.join(Duration.ofSeconds(30));
            producer.close(Duration.ofSeconds(5));
            workers.shutdownNow();
            sources.close();
        }
        decoders.shutdownNow();
        model.close();
    }

    /** A model that nobody has seen before begins with the oldest request that there is. */
    private String group() {
        return Groups.embed(model.image().model().fingerprint());
    }

    private Map<String, Object> consumerConfig() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, group());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) MAX_POLL_INTERVAL.toMillis());
        return settings;
    }

    private Map<String, Object> producerConfig() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, group());
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_DEAD_LETTER_BYTES);
        return settings;
    }

    /** The consuming loop, when there is one. */
    Optional<RequestLoop> loop() {
        return Optional.ofNullable(loop);
    }

    @Produces
    @Singleton
    Model model() {
        return model;
    }

    @Produces
    @Singleton
    StudyReader reader() {
        return reader;
    }

    @Produces
    @Singleton
    SeriesEncoder encoder() {
        return encoder;
    }
}
