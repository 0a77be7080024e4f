package io.mirstream.standalone.cli;

import io.mirstream.contracts.location.DicomwebRoot;
import io.mirstream.contracts.location.S3Root;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.process.ManagedProcess;
import io.mirstream.standalone.stack.Stack;
import io.mirstream.standalone.study.RemoteStudy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "up",
        description = "Start Kafka, OpenSearch and the services, and wait until all is ready.",
        sortOptions = false)
final class UpCommand extends HomeCommand {
    private static final int HIGHEST_BASE = 65_535 - Ports.COUNT + 1;

    /** A hundred years: longer than any archive must keep a study. */
    private static final int MAX_DAYS = 36_500;

    private static final String BUILT_IN = "builtin";

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            description = "Use the " + Ports.COUNT + " ports from this one on; remembered in the home.")
    private Integer portBase;

    @Option(
            names = "--allow",
            paramLabel = "DIR|URL",
            description = {
                "Studies may lie under this folder, at this DICOMweb service (https://host/dicom-web) or in this bucket",
                "(s3://bucket/prefix/); remembered in the home. Folders elsewhere are copied to its inbox."
            })
    private List<String> allowed = List.of();

    @Option(
            names = "--keep-requests",
            paramLabel = "DAYS",
            description =
                    "A model that is added embeds the studies of so many days (default: 7); remembered in the home.")
    private Integer keepRequests;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = {
                "Embed with the encoder of this folder (see: model check), or with the one that is " + BUILT_IN + ";",
                "remembered in the home. An index holds the vectors of one model: choose it before the first study."
            })
    private Path model;

    @Option(
            names = "--access",
            paramLabel = "FILE",
            description = {
                "Switch access on: settings of the services that name keys, see docs/guides/access.md; copied to the home,",
                "to access.properties. Delete it there to switch access off."
            })
    private Path access;

    @Override
    public Integer call() {
        Home home = home();
        Stack stack = home.exclusively(() -> {
            remember(home);
            Stack started = stack();
            started.up(console()::progress);
            return started;
        });
        console().say("Mirstream is ready: " + page(stack));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("home", home.folder().toString());
        document.put("url", page(stack));
        document.put("ports", stack.ports());
        console().document(document);
        return OK;
    }

    private void remember(Home home) {
        Home.Settings before = home.settings();
        Ports ports = before.ports();
        if (portBase != null) {
            if (portBase < 1_024 || portBase > HIGHEST_BASE) {
                throw new ParameterException(spec().commandLine(), "--port-base must be 1024 to " + HIGHEST_BASE);
            }
            ports = Ports.from(portBase);
        }
        Set<Path> roots = new LinkedHashSet<>(before.roots());
        Set<URI> sources = new LinkedHashSet<>(before.sources());
        for (String each : allowed) {
            if (RemoteStudy.isRemote(each)) {
                sources.add(source(each));
            } else {
                roots.add(real(Path.of(each)));
            }
        }
        Home.Settings after = before.at(ports, List.copyOf(roots), List.copyOf(sources));
        if (model != null) {
            after = after.embeddingBy(folderOf(model));
        }
        if (!after.equals(before) || access != null) {
            requireDown(home);
        }
        if (access != null) {
            home.rememberAccess(access);
        }
        if (keepRequests != null) {
            if (keepRequests < 1 || keepRequests > MAX_DAYS) {
                throw new ParameterException(spec().commandLine(), "--keep-requests must be 1 to " + MAX_DAYS);
            }
            after = after.keepingRequests(keepRequests);
        }
        if (!after.equals(before) || !home.exists()) {
            home.remember(after);
        }
    }

    private void requireDown(Home home) {
        for (ManagedProcess process : new Stack(home, distribution()).processes()) {
            if (process.handle().isPresent()) {
                throw new Failure("ports, allowed locations, the model and access can change only while it is down:"
                        + " ./mirstream down first");
            }
        }
    }

    private static Optional<Path> folderOf(Path model) {
        if (model.equals(Path.of(BUILT_IN))) {
            return Optional.empty();
        }
        Path folder = real(model);
        if (!Files.isRegularFile(folder.resolve("manifest.yaml"))) {
            throw new Failure(model + " has no manifest.yaml: it is no encoder's folder");
        }
        return Optional.of(folder);
    }

    private URI source(String url) {
        try {
            URI uri = URI.create(url);
            return "s3".equalsIgnoreCase(uri.getScheme())
                    ? URI.create(S3Root.of(uri).toString())
                    : new DicomwebRoot(uri).url();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(), "--allow " + url + ": " + e.getMessage(), e);
        }
    }

    private static Path real(Path folder) {
        try {
            Path real = folder.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new Failure(folder + " is no folder");
            }
            return real;
        } catch (IOException e) {
            throw new Failure(folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
