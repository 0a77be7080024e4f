package io.mirstream.standalone.stack;

import io.mirstream.standalone.home.AddedModel;
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
import java.util.stream.IntStream;
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

    Home home() {
        return home;
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
        services().forEach(this::start);
        models().forEach(this::start);
        services().forEach(this::awaitReady);
        models().forEach(this::awaitReady);
    }

    /** Those that are to run here. */
    private List<Service> services() {
        boolean builtIn = home.settings().runsFirst();
        return Arrays.stream(Service.values())
                .filter(service -> builtIn || service != Service.EMBED)
                .toList();
    }

    /** That were added to the home, as it stands now. */
    private List<AddedModel> models() {
        return home.settings().models();
    }

    /** Starts broker and search node only. */
    public void upBackends() {
        node.start(); // the slower one first
        broker.start();
        broker.awaitReady();
        node.awaitReady();
    }

    /** Starts the broker alone, with its topics. */
    public void upBroker() {
        broker.start();
        broker.awaitReady();
    }

    public void start(Service service) {
        start(service, Map.of());
    }

    /** @param more settings of the service, besides those that it has in every home */
    public void start(Service service, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(settings(service));
        settings.putAll(more);
        start(process(service), service, service.port(ports), settings);
    }

    /** An embed-service that runs an added model. */
    public void start(AddedModel model) {
        Map<String, String> settings = locations();
        settings.put("mirstream.embed.model.directory", home.model(model.id()).toString());
        start(process(model), Service.EMBED, ports.model(model.slot()), settings);
    }

    private void start(ManagedProcess process, Service service, int port, Map<String, String> settings) {
        if (process.handle().isEmpty()) { // what runs is writing to its scratch
            Path scratch = home.emptiedScratch(process.name());
            process.start(
                    new ManagedProcess.Spec(command(service, scratch, port, settings), home.folder(), List.of(port)));
        }
    }

    public void awaitReady(Service service) {
        awaitReady(process(service), serviceUrl(service));
    }

    public void awaitReady(AddedModel model) {
        awaitReady(process(model), url(model));
    }

    private static void awaitReady(ManagedProcess process, String url) {
        process.awaitReady(() -> Loopback.get(url + "/q/health/ready").statusCode() == 200, SERVICE_PATIENCE);
    }

    public ManagedProcess process(Service service) {
        return new ManagedProcess(home, service.module());
    }

    /** The embed-service of an added model. */
    public ManagedProcess process(AddedModel model) {
        return new ManagedProcess(home, nameOf(model));
    }

    private static String nameOf(AddedModel model) {
        return Service.EMBED.module() + "-" + model.id();
    }

    public String url(AddedModel model) {
        return Loopback.url(ports.model(model.slot()));
    }

    /** Broker, node and services, in the order in which they are started. */
    public List<ManagedProcess> processes() {
        List<ManagedProcess> all = new ArrayList<>(requiredProcesses());
        models().forEach(model -> all.add(process(model)));
        return all;
    }

    /** Without which nothing goes; an added model that does not run costs its own searches only. */
    public List<ManagedProcess> requiredProcesses() {
        List<ManagedProcess> all = new ArrayList<>(List.of(broker.process(), node.process()));
        services().forEach(service -> all.add(process(service)));
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
                        .findFirst()
                        .or(() -> portOfModel(process))
                        .map(List::of)
                        .orElse(List.of());
        };
    }

    private Optional<Integer> portOfModel(String process) {
        return models().stream()
                .filter(model -> nameOf(model).equals(process))
                .map(model -> ports.model(model.slot()))
                .findFirst();
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
            case EMBED -> {
                Map<String, String> settings = locations();
                home.settings()
                        .model()
                        .ifPresent(folder -> settings.put("mirstream.embed.model.directory", folder.toString()));
                yield settings;
            }
            case INGEST -> {
                Map<String, String> settings = locations();
                settings.put("mirstream.opensearch.url", openSearchUrl());
                settings.put("mirstream.embed.url", firstEmbedUrl());
                settings.put("mirstream.query.url", serviceUrl(Service.QUERY));
                settings.put(
                        "mirstream.intake.state-dir",
                        home.data(service.module()).toString());
                yield settings;
            }
            case QUERY -> {
                Map<String, String> settings = new TreeMap<>();
                settings.put("mirstream.opensearch.url", openSearchUrl());
                settings.put("mirstream.query.embed", String.join(",", embedUrls()));
                if (!Files.exists(home.accessFile())) { // a browser that follows a link sends no key
                    settings.put(
                            "mirstream.query.report-url",
                            serviceUrl(Service.EVAL) + "/v1/evaluations/{id}/report.html");
                }
                yield settings;
            }
            case EVAL ->
                Map.of(
                        "mirstream.ingest.url", serviceUrl(Service.INGEST),
                        "mirstream.query.url", serviceUrl(Service.QUERY),
                        "mirstream.replay.previews", serviceUrl(Service.QUERY),
                        "mirstream.replay.reports", home.reports().toString());
        };
    }

    /** Of the model that is live in a home where none was before. */
    private String firstEmbedUrl() {
        return home.settings().runsFirst() || models().isEmpty() ? serviceUrl(Service.EMBED) : url(models().getFirst());
    }

    /** Also of models that may be added later: the query-service is not started anew for them. */
    private List<String> embedUrls() {
        List<String> urls = new ArrayList<>(List.of(serviceUrl(Service.EMBED)));
        IntStream.range(0, Ports.MODEL_SLOTS).forEach(slot -> urls.add(Loopback.url(ports.model(slot))));
        return urls;
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

    private List<String> command(Service service, Path scratch, int port, Map<String, String> settings) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(
                Distribution.java(),
                "-Xmx" + service.heap(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + scratch,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dkafka.bootstrap.servers=" + bootstrap()));
        if (Files.exists(home.accessFile())) {
            command.add("-Dquarkus.config.locations=" + home.accessFile().toUri());
        }
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", distribution.service(service).toString()));
        return command;
    }
}
