package io.mirstream.standalone.stack;

import io.mirstream.standalone.home.Failure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the built programs lie.
 *
 * @param checkout the project's folder
 */
public record Distribution(Path checkout) {
    /** From the launcher, or found from where this class was loaded. */
    public static Distribution find() {
        String given = System.getProperty("mirstream.checkout");
        if (given != null) {
            return new Distribution(Path.of(given).toAbsolutePath().normalize());
        }
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("standalone/pom.xml"))) {
                return new Distribution(folder);
            }
        }
        throw new Failure("run this through ./mirstream, or set -Dmirstream.checkout");
    }

    /** Jars of the broker (and of this command line). */
    public Path lib() {
        return required(checkout.resolve("standalone/target/dist/lib"));
    }

    public Path openSearch() {
        Path dist = required(checkout.resolve("standalone/target/dist"));
        try (var folders = Files.list(dist)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("opensearch-"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> missing(dist.resolve("opensearch-*")));
        } catch (IOException e) {
            throw new Failure("cannot list " + dist + ": " + e.getMessage(), e);
        }
    }

    public Path service(Service service) {
        return required(checkout.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar"));
    }

    /**
     * Runs a program of a service from all of the service's jars, in a process of its own: native libraries and the service's
     * classes stay out of this one.
     */
    public List<String> program(Service service, String mainClass, List<String> arguments) {
        return program(service(service).toAbsolutePath().getParent(), mainClass, arguments);
    }

    static List<String> program(Path application, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", // or it complains on stderr
                "-cp",
                String.join(
                        File.pathSeparator,
                        application + "/app/*",
                        application + "/lib/main/*",
                        application + "/lib/boot/*"),
                mainClass));
        command.addAll(arguments);
        return command;
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path required(Path path) {
        if (!Files.exists(path)) {
            throw missing(path);
        }
        return path;
    }

    private static Failure missing(Path path) {
        return new Failure(path + " is missing: build first, with ./mirstream up or mvn -DskipTests package");
    }
}
