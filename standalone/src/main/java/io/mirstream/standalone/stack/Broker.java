package io.mirstream.standalone.stack;

import io.mirstream.contracts.topic.Topic;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.process.ManagedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;

/** One Kafka broker, its own controller (KRaft), on loopback. */
final class Broker {
    static final String NAME = "kafka";

    /** Enough to spread work over a few instances; more costs start-up time on one machine. */
    private static final int PARTITIONS = 4;

    /** Topic configuration: for how many milliseconds records are kept. */
    static final String RETENTION = "retention.ms";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    private final Home home;
    private final Ports ports;
    private final Distribution distribution;
    private final ManagedProcess process;

    Broker(Home home, Ports ports, Distribution distribution) {
        this.home = home;
        this.ports = ports;
        this.distribution = distribution;
        process = new ManagedProcess(home, NAME);
    }

    ManagedProcess process() {
        return process;
    }

    String bootstrap() {
        return "127.0.0.1:" + ports.kafka();
    }

    void start() {
        if (process.handle().isPresent()) {
            return;
        }
        Path properties = writeProperties();
        format(properties);
        List<String> command = new ArrayList<>(java("-Xmx400m"));
        command.addAll(List.of("kafka.Kafka", properties.toString()));
        process.start(
                new ManagedProcess.Spec(command, home.data(NAME), List.of(ports.kafka(), ports.kafkaController())));
    }

    void awaitReady() {
        try (Admin admin = admin()) {
            process.awaitReady(() -> isReady(admin), PATIENCE);
            createTopics(admin);
        }
    }

    private List<String> java(String heap) {
        return List.of(
                Distribution.java(),
                heap,
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                distribution.lib() + "/*");
    }

    private Path writeProperties() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "controller.quorum.voters",
                "1@127.0.0.1:" + ports.kafkaController(),
                "listeners",
                "PLAINTEXT://127.0.0.1:" + ports.kafka() + ",CONTROLLER://127.0.0.1:" + ports.kafkaController(),
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + ports.kafka(),
                "controller.listener.names",
                "CONTROLLER",
                "log.dirs",
                home.data(NAME).resolve("log").toString(),
                "auto.create.topics.enable",
                "false"));
        properties.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0",
                "message.max.bytes", Integer.toString(Topics.MAX_DEAD_LETTER_BYTES),
                "replica.fetch.max.bytes", Integer.toString(Topics.MAX_DEAD_LETTER_BYTES)));
        Path file = home.data(NAME).resolve("server.properties");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
            return file;
        } catch (IOException e) {
            throw new Failure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Once for each home: the storage remembers its cluster. */
    private void format(Path properties) {
        if (Files.exists(home.data(NAME).resolve("log/meta.properties"))) {
            return;
        }
        home.makeFolders();
        List<String> command = new ArrayList<>(java("-Xmx200m"));
        command.addAll(List.of(
                "kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString()));
        try {
            Process format = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(home.log(NAME).toFile()))
                    .start();
            if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
                throw new Failure("Kafka's storage could not be formatted: see " + home.log(NAME));
            }
        } catch (IOException e) {
            throw new Failure("cannot run Java: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while formatting Kafka's storage", e);
        }
    }

    Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                REQUEST_TIMEOUT_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                REQUEST_TIMEOUT_MS));
    }

    private static boolean isReady(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Creates what is missing, and sets what differs from the catalogue. */
    private void createTopics(Admin admin) {
        try {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            Map<ConfigResource, java.util.Collection<AlterConfigOp>> settings = new java.util.HashMap<>();
            for (Topic<?> topic : Topics.all()) {
                if (!existing.contains(topic.name())) {
                    missing.add(new NewTopic(topic.name(), PARTITIONS, (short) 1).configs(config(topic)));
                } else {
                    List<AlterConfigOp> operations = new ArrayList<>();
                    config(topic)
                            .forEach((name, value) -> operations.add(
                                    new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
                    settings.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), operations);
                }
            }
            admin.createTopics(missing).all().get();
            admin.incrementalAlterConfigs(settings).all().get();
        } catch (ExecutionException e) {
            throw new Failure("the topics could not be created: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while creating topics", e);
        }
    }

    /** The catalogue's, but for what this home keeps longer or shorter. */
    private Map<String, String> config(Topic<?> topic) {
        Map<String, String> config = new TreeMap<>(topic.config());
        if (topic.equals(Topics.EMBED_REQUESTS)) {
            home.settings()
                    .keepRequestsDays()
                    .ifPresent(days -> config.put(
                            RETENTION, Long.toString(Duration.ofDays(days).toMillis())));
        }
        return config;
    }
}
