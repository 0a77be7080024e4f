package io.mirstream.embed.work;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.topic.Groups;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.embed.encode.InferenceStage;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.embed.onnx.Execution;
import io.mirstream.embed.onnx.Model;
import io.mirstream.embed.onnx.ModelFolder;
import io.mirstream.embed.onnx.NativeHandles;
import io.mirstream.embed.preview.PreviewSpec;
import io.mirstream.embed.preview.Previewer;
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
import org.jboss.logging.Logger;

/** Puts the service together, starts it and stops it. Owns the model, the threads and the broker's clients. */
@Singleton
public class EmbedApplication {
    private static final Logger LOG = Logger.getLogger(EmbedApplication.class);

    /** Longer than this and the broker gives the study to another instance: only a dead poll thread takes so long. */
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);

    /** Parts; one takes a core as long in a batch of 16 as alone (bench embed), and a query waits for a batch to end. */
    private static final int BATCH_ON_PROCESSORS = 4;

    private final EmbedConfig config;
    private final LocationConfig locations;
    private final Optional<PreviewSpec> previews;
    private final MeterRegistry meters;
    private final String bootstrapServers;
    private final Model model;
    private final StudyReader reader;
    private final ExecutorService decoders;
    private final InferenceStage inference;
    private ConfiguredSources sources;
    private ExecutorService workers;
    private Producer<byte[], byte[]> producer;
    private RequestLoop loop;
    private Thread poller;

    EmbedApplication(
            EmbedConfig config,
            LocationConfig locations,
            ImagingConfig imaging,
            PreviewConfig previews,
            MeterRegistry meters,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.config = config;
        this.locations = locations;
        this.previews = previews.enabled()
                ? Optional.of(new PreviewSpec(previews.slices(), previews.pixels(), previews.coronalPixels()))
                : Optional.empty();
        this.meters = meters;
        this.bootstrapServers = bootstrapServers;
        reader = new MeteredStudyReader(
                new FileStudyReader(ImageFileReader.named(imaging.reader()), ReadLimits.DEFAULT), meters);
        model = load(config.model());
        countSessions("image", model.execution());
        model.textExecution().ifPresent(text -> countSessions("text", text));
        int threads = config.decode().threads();
        decoders = Executors.newFixedThreadPool(
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().name("decoder-", 0).daemon().factory());
        inference = new InferenceStage(
                model.image(),
                inferenceThreads(config),
                inferenceBatch(config, model),
                config.inference().waiting().asLongValue());
    }

    private static int inferenceThreads(EmbedConfig config) {
        int given = config.inference().threads();
        int processors = Runtime.getRuntime().availableProcessors();
        return given > 0
                ? given
                : Math.max(1, processors / Math.max(1, config.model().threads()));
    }

    private static int inferenceBatch(EmbedConfig config, Model model) {
        int given = config.inference().batch();
        boolean processors = model.execution().devices().isEmpty();
        return given > 0
                ? given
                : processors ? BATCH_ON_PROCESSORS : model.image().maxBatch();
    }

    private static Model load(EmbedConfig.Model configured) {
        try {
            return Model.load(ModelFolder.of(configured.directory()), ConfiguredExecution.of(configured));
        } catch (CodedException e) {
            LOG.errorf("the model cannot be loaded errorCode=%s reason=%s", e.code(), e.getMessage());
            throw e;
        }
    }

    private void countSessions(String tower, Execution execution) {
        int sessions = Math.max(1, execution.devices().size());
        Gauge.builder("mirstream.embed.model.sessions", () -> sessions)
                .tags("tower", tower, "provider", execution.provider())
                .register(meters);
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
                                sources,
                                reader,
                                new SeriesEncoder(reader, inference.studies(), decoders),
                                model.image().model(),
                                model.text(),
                                previews.map(spec -> new Previewer(spec, decoders)),
                                clock),
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
                new MeteredResultPublisher(
                        new KafkaResultPublisher(producer, model.image().model().fingerprint(), clock), meters),
                workers,
                config.work().studiesInFlight() + config.work().queue(),
                config.work().externalBackoff());
        meters.gauge("mirstream.embed.studies.in.flight", loop, RequestLoop::inFlight);
        meters.gauge("mirstream.embed.parts.waiting", inference, InferenceStage::waiting);
        meters.gauge("mirstream.embed.native.handles", this, any -> NativeHandles.open());
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
        inference.close();
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

    /** For queries, which come before the studies. */
    @Produces
    @Singleton
    SeriesEncoder encoder() {
        return new SeriesEncoder(reader, inference.queries(), decoders);
    }
}
