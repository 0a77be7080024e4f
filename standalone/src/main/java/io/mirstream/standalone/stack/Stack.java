package io.mirstream.standalone.stack;

import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.process.ManagedProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Everything that runs in one home. */
public final class Stack {
    private static final Duration SERVICE_PATIENCE = Duration.ofMinutes(2);

    private final Home home;
    private final Ports ports;
    private final Distribution distribution;
    private final Broker broker;
    private final SearchNode node;
    private final Optional<String> key;

    public Stack(Home home, Distribution distribution) {
        this(home, distribution, Optional.empty());
    }

    /** @param key that the services are asked with, where access is on */
    public Stack(Home home, Distribution distribution, Optional<String> key) {
        this.home = home;
        this.key = key;
        this.ports = home.settings().ports();
        this.distribution = distribution;
        broker = new Broker(home, ports, distribution);
        node = new SearchNode(home, ports, distribution);
    }

    public Ports ports() {
        return ports;
    }

    public String bootstrap() {
        return broker.bootstrap();
    }

    public String openSearchUrl() {
        return node.url();
    }

    public String serviceUrl(Service service) {
        return Loopback.url(service.port(ports));
    }

    /** That the services are asked with. */
    public Optional<String> key() {
        return key;
    }

    public Admin admin() {
        return broker.admin();
    }

    /** Starts what does not run; returns when everything is ready. */
    public void up(Consumer<String> progress) {
        if (processes().stream().anyMatch(process -> process.handle().isEmpty())) {
            progress.accept("starting Kafka, OpenSearch and the services");
        }
        for (ManagedProcess process : processes()) {
            process.requireFree(portsOf(process.name())); // before anything is started
        }
        upBackends();
        for (Service service : Service.values()) {
            start(service);
        }
        for (Service service : Service.values()) {
            awaitReady(service);
        }
    }

    /** Starts broker and search node only. */
    public void upBackends() {
        node.start(); // the slower one first
        broker.start();
        broker.awaitReady();
        node.awaitReady();
    }

    public void start(Service service) {
        ManagedProcess process = process(service);
        if (process.handle().isPresent()) {
            return;
        }
        Path scratch = home.emptiedScratch(service.module());
        process.start(new ManagedProcess.Spec(command(service, scratch), home.folder(), List.of(service.port(ports))));
    }

    public void awaitReady(Service service) {
        String url = serviceUrl(service) + "/q/health/ready";
        process(service).awaitReady(() -> Loopback.get(url).statusCode() == 200, SERVICE_PATIENCE);
    }

    public ManagedProcess process(Service service) {
        return new ManagedProcess(home, service.module());
    }

    /** Broker, node and services, in the order in which they are started. */
    public List<ManagedProcess> processes() {
        List<ManagedProcess> all = new ArrayList<>(List.of(broker.process(), node.process()));
        for (Service service : Service.values()) {
            all.add(process(service));
        }
        return all;
    }

    /** What a process listens on. */
    public List<Integer> portsOf(String process) {
        return switch (process) {
            case Broker.NAME -> List.of(ports.kafka(), ports.kafkaController());
            case SearchNode.NAME -> List.of(ports.openSearch(), ports.openSearchTransport());
            default ->
                Arrays.stream(Service.values())
                        .filter(service -> service.module().equals(process))
                        .map(service -> service.port(ports))
                        .toList();
        };
    }

    /** Stops everything, the services first; returns the names of what ran. */
    public List<String> down() {
        List<ManagedProcess> reversed = new ArrayList<>(processes());
        Collections.reverse(reversed);
        List<String> stopped = new ArrayList<>();
        for (ManagedProcess process : reversed) {
            if (process.stop()) {
                stopped.add(process.name());
            }
        }
        return stopped;
    }

    /** A service refuses settings that it does not know, so that no misspelt one is overlooked. */
    private Map<String, String> settings(Service service) {
        return switch (service) {
            case EMBED -> locations();
            case INGEST -> {
                Map<String, String> settings = locations();
                settings.put("mirstream.opensearch.url", openSearchUrl());
                settings.put("mirstream.embed.url", serviceUrl(Service.EMBED));
                settings.put("mirstream.query.url", serviceUrl(Service.QUERY));
                settings.put(
                        "mirstream.intake.state-dir",
                        home.data(service.module()).toString());
                yield settings;
            }
            case QUERY ->
                Map.of(
                        "mirstream.opensearch.url", openSearchUrl(),
                        "mirstream.embed.url", serviceUrl(Service.EMBED));
            case EVAL -> Map.of();
        };
    }

    private Map<String, String> locations() {
        Map<String, String> settings = new TreeMap<>();
        settings.put(
                "mirstream.locations.roots",
                home.allowedRoots().stream().map(Path::toString).collect(Collectors.joining(",")));
        for (URI source : home.settings().sources()) {
            boolean s3 = "s3".equals(source.getScheme());
            settings.merge(
                    s3 ? "mirstream.locations.s3.roots" : "mirstream.locations.dicomweb.roots",
                    source.toString(),
                    (others, one) -> others + "," + one);
        }
        return settings;
    }

    private List<String> command(Service service, Path scratch) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(
                Distribution.java(),
                "-Xmx" + service.heap(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + scratch,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + service.port(ports),
                "-Dkafka.bootstrap.servers=" + bootstrap()));
        if (Files.exists(home.accessFile())) {
            command.add("-Dquarkus.config.locations=" + home.accessFile().toUri());
        }
        settings(service).forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", distribution.service(service).toString()));
        return command;
    }
}
