package io.mirstream.standalone.process;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.json.Json;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of a home: started with what its spec says, found again by its pid file. */
public final class ManagedProcess {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration READY_POLL = Duration.ofMillis(200);
    private static final int LOG_TAIL_LINES = 15;

    /** A start time is counted from the machine's, which moves a little when its clock is set. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    /** Written down when it starts. */
    record PidFile(long pid, Instant startedAt) {
        PidFile {
            Objects.requireNonNull(startedAt);
        }
    }

    /**
     * How a process is started.
     *
     * @param command program and arguments
     * @param directory that it works in
     * @param ports that it listens on
     */
    public record Spec(List<String> command, Path directory, List<Integer> ports) {}

    /** Asks a process whether it is ready. */
    public interface ReadyCheck {
        /** An IOException means not yet. */
        boolean isReady() throws IOException, InterruptedException;
    }

    private final Home home;
    private final String name;

    /** @param name short, also of its log */
    public ManagedProcess(Home home, String name) {
        this.home = home;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** The running process, if it is one of ours. */
    public Optional<ProcessHandle> handle() {
        Path file = home.pidFile(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            PidFile written = Json.read(Files.readAllBytes(file), PidFile.class);
            return ProcessHandle.of(written.pid())
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .startInstant()
                            .map(startedAt -> isSame(startedAt, written.startedAt()))
                            .orElse(false));
        } catch (IOException | CodedException e) {
            return Optional.empty(); // a file that cannot be read names no process of ours
        }
    }

    private static boolean isSame(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(CLOCK_TOLERANCE) < 0;
    }

    /** Whether it was started and then died by itself. */
    public boolean hasDied() {
        return Files.exists(home.pidFile(name)) && handle().isEmpty();
    }

    /** Starts it unless it runs. */
    public void start(Spec spec) {
        if (handle().isPresent()) {
            return;
        }
        requireFree(spec.ports());
        home.makeFolders();
        try {
            List<String> command = new ArrayList<>();
            command.add("setsid"); // out of the terminal's process group: Ctrl-C is not meant for it
            command.addAll(spec.command());
            Process process = new ProcessBuilder(command)
                    .directory(spec.directory().toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(home.log(name).toFile()))
                    .start();
            Instant startedAt = process.info().startInstant().orElse(Instant.EPOCH);
            Files.write(home.pidFile(name), Json.write(new PidFile(process.pid(), startedAt)));
        } catch (IOException e) {
            throw new Failure("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Refuses, with advice, ports that another program has; those of this process are its own while it runs. */
    public void requireFree(List<Integer> ports) {
        if (handle().isPresent()) {
            return;
        }
        for (int port : ports) {
            if (!isFree(port)) {
                throw new Failure("port " + port + ", which " + name
                        + " is to listen on, is taken by another program: stop that, or choose other ports with"
                        + " ./mirstream up --port-base");
            }
        }
    }

    /** Whether nothing on this machine listens on a port of the loopback interface. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until it is ready; says why when it dies or takes too long. */
    public void awaitReady(ReadyCheck check, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (handle().isEmpty()) {
                throw new Failure(name + " stopped while starting.\n" + logTail());
            }
            try {
                if (isReady(check)) {
                    return;
                }
                Thread.sleep(READY_POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure("interrupted while waiting for " + name, e);
            }
        }
        throw new Failure(name + " was not ready within " + patience.toSeconds() + " s.\n" + logTail());
    }

    private static boolean isReady(ReadyCheck check) throws InterruptedException {
        try {
            return check.isReady();
        } catch (IOException e) {
            return false;
        }
    }

    private String logTail() {
        Path log = home.log(name);
        try {
            List<String> lines = Files.exists(log)
                    ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
            List<String> tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
            return "The end of " + log + ":\n  " + String.join("\n  ", tail);
        } catch (IOException e) {
            return "Its log is " + log;
        }
    }

    /** Asks it to end, and ends it when it does not; returns whether it ran. */
    public boolean stop() {
        Optional<ProcessHandle> running = handle();
        running.ifPresent(process -> {
            process.destroy();
            if (!ended(process, STOP_PATIENCE)) {
                process.destroyForcibly();
                ended(process, STOP_PATIENCE);
            }
        });
        deletePidFile();
        return running.isPresent();
    }

    /** Ends it at once, as a crash would; its pid file stays. */
    public void kill() {
        handle().ifPresent(process -> {
            process.destroyForcibly();
            ended(process, STOP_PATIENCE);
        });
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new Failure("cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void deletePidFile() {
        try {
            Files.deleteIfExists(home.pidFile(name));
        } catch (IOException e) {
            throw new Failure("cannot delete " + home.pidFile(name), e);
        }
    }
}
