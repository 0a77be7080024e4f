package io.mirstream.standalone.cli;

import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.process.ManagedProcess;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "up",
        description = "Start Kafka, OpenSearch and the services, and wait until all is ready.",
        sortOptions = false)
final class UpCommand extends HomeCommand {
    private static final int HIGHEST_BASE = 65_535 - 7;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            description = "Use the eight ports from this one on; remembered in the home.")
    private Integer portBase;

    @Option(
            names = "--allow",
            paramLabel = "DIR",
            description = "Studies may lie under this folder; remembered in the home. Others are copied to its inbox.")
    private List<Path> allowed = List.of();

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
        List<Path> roots = new ArrayList<>(before.roots());
        for (Path folder : allowed) {
            Path real = real(folder);
            if (!roots.contains(real)) {
                roots.add(real);
            }
        }
        Home.Settings after = new Home.Settings(ports, roots);
        if (!after.equals(before)) {
            requireDown(home);
        }
        if (!after.equals(before) || !home.exists()) {
            home.remember(after);
        }
    }

    private void requireDown(Home home) {
        for (ManagedProcess process : new Stack(home, distribution()).processes()) {
            if (process.handle().isPresent()) {
                throw new Failure("ports and allowed folders can change only while it is down: ./mirstream down first");
            }
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
