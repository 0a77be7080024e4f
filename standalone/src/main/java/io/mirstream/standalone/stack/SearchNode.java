package io.mirstream.standalone.stack;

import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.process.ManagedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One OpenSearch node with k-NN, on loopback. OpenSearch refuses to run as root: there it runs as a user with no name,
 * which owns its data and nothing else.
 */
final class SearchNode {
    static final String NAME = "opensearch";

    /** Any number that belongs to nobody will do. */
    private static final int UNPRIVILEGED_ID = 52_000;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Home home;
    private final Ports ports;
    private final Distribution distribution;
    private final ManagedProcess process;

    SearchNode(Home home, Ports ports, Distribution distribution) {
        this.home = home;
        this.ports = ports;
        this.distribution = distribution;
        process = new ManagedProcess(home, NAME);
    }

    ManagedProcess process() {
        return process;
    }

    String url() {
        return Loopback.url(ports.openSearch());
    }

    void start() {
        if (process.handle().isPresent()) {
            return;
        }
        Path data = home.data(NAME);
        Path config = writeConfig(data);
        Path temporary = data.resolve("tmp");
        makeFolders(List.of(data.resolve("data"), data.resolve("logs"), temporary));
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            own(data);
            command.addAll(unprivileged(List.of(data, distribution.openSearch(), Path.of(Distribution.java()))));
        }
        command.addAll(java(config, temporary));
        process.start(new ManagedProcess.Spec(command, data, List.of(ports.openSearch(), ports.openSearchTransport())));
    }

    void awaitReady() {
        process.awaitReady(
                () -> Loopback.get(url() + "/_cluster/health?wait_for_status=yellow&timeout=1s")
                                .statusCode()
                        == 200,
                PATIENCE);
    }

    private List<String> java(Path config, Path temporary) {
        Path openSearch = distribution.openSearch();
        return List.of(
                Distribution.java(),
                "-Xmx512m",
                "-javaagent:" + openSearch.resolve("agent/opensearch-agent.jar"),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.security.manager=disallow",
                "-Dopensearch.path.home=" + openSearch,
                "-Dopensearch.path.conf=" + config,
                "-Dopensearch.distribution.type=zip",
                "-Djava.io.tmpdir=" + temporary,
                "-Djna.tmpdir=" + temporary,
                "-Dlog4j2.disable.jmx=true",
                "-cp",
                openSearch.resolve("lib") + "/*",
                "org.opensearch.bootstrap.OpenSearch");
    }

    private Path writeConfig(Path data) {
        Path config = data.resolve("config");
        makeFolders(List.of(config));
        try {
            Files.writeString(config.resolve("opensearch.yml"), """
                    cluster.name: mirstream
                    node.name: standalone
                    path.data: %s
                    path.logs: %s
                    network.host: 127.0.0.1
                    http.port: %d
                    transport.port: %d
                    discovery.type: single-node
                    action.auto_create_index: false
                    cluster.routing.allocation.disk.threshold_enabled: false
                    """.formatted(
                    data.resolve("data"), data.resolve("logs"), ports.openSearch(), ports.openSearchTransport()));
            Files.writeString(config.resolve("log4j2.properties"), """
                    status = error
                    appender.console.type = Console
                    appender.console.name = console
                    appender.console.layout.type = PatternLayout
                    appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
                    rootLogger.level = warn
                    rootLogger.appenderRef.console.ref = console
                    """);
            return config;
        } catch (IOException e) {
            throw new Failure("cannot write " + config + ": " + e.getMessage(), e);
        }
    }

    private static void makeFolders(List<Path> folders) {
        try {
            for (Path folder : folders) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new Failure("cannot make OpenSearch's folders: " + e.getMessage(), e);
        }
    }

    // --- as root

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> unprivileged(List<Path> needed) {
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid=" + UNPRIVILEGED_ID, "--regid=" + UNPRIVILEGED_ID, "--clear-groups"));
        if (!needed.stream().allMatch(SearchNode::isReachable)) {
            // under a folder that is closed to others, such as /root: it may look at files, and stays without a name
            command.addAll(List.of(
                    "--inh-caps=+dac_override,+dac_read_search", "--ambient-caps=+dac_override,+dac_read_search"));
        }
        return command;
    }

    private static boolean isReachable(Path path) {
        try {
            for (Path folder = path.toRealPath(); folder != null; folder = folder.getParent()) {
                if (!folder.equals(path.toRealPath())
                        && !Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void own(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.setAttribute(path, "unix:uid", UNPRIVILEGED_ID);
                Files.setAttribute(path, "unix:gid", UNPRIVILEGED_ID);
            }
        } catch (IOException e) {
            throw new Failure("cannot give OpenSearch its data folder: " + e.getMessage(), e);
        }
    }
}
