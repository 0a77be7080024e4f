package io.mirstream.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.json.Json;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedProcessTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path scratch;

    private Home home;
    private ManagedProcess process;

    @BeforeEach
    void inAFreshHome() {
        home = new Home(scratch.resolve("home"));
        process = new ManagedProcess(home, "sleeper");
    }

    @AfterEach
    void leaveNothingRunning() {
        process.stop();
    }

    @Test
    void started_process_is_found_again_by_its_pid_file() {
        process.start(sleeping());

        assertThat(process.handle()).isPresent();
        assertThat(new ManagedProcess(home, "sleeper").handle()).isEqualTo(process.handle());
        assertThat(new ManagedProcess(home, "other").handle()).isEmpty();
        assertThat(process.hasDied()).isFalse();
    }

    @Test
    void running_process_is_not_started_twice() {
        process.start(sleeping());
        long pid = pid();

        new ManagedProcess(home, "sleeper").start(sleeping());

        assertThat(pid()).isEqualTo(pid);
    }

    @Test
    void stopped_process_is_gone_and_did_not_die() {
        process.start(sleeping());
        ProcessHandle running = process.handle().orElseThrow();

        boolean ran = process.stop();

        assertThat(ran).isTrue();
        assertThat(running.isAlive()).isFalse();
        assertThat(process.handle()).isEmpty();
        assertThat(process.hasDied()).isFalse();
        assertThat(process.stop()).as("stopped before").isFalse();
    }

    @Test
    void killed_process_has_died_and_starts_again() {
        process.start(sleeping());
        long pid = pid();

        process.kill();

        assertThat(process.handle()).isEmpty();
        assertThat(process.hasDied()).isTrue();
        process.start(sleeping());
        assertThat(pid()).isNotEqualTo(pid);
        assertThat(process.hasDied()).isFalse();
    }

    @Test
    void process_that_got_the_pid_later_is_not_touched() {
        ProcessHandle stranger = ProcessHandle.current();
        Instant longAgo = stranger.info().startInstant().orElseThrow().minusSeconds(3600);
        write(Json.write(new ManagedProcess.PidFile(stranger.pid(), longAgo)));

        boolean ran = process.stop();

        assertThat(ran).isFalse(); // and this test still runs
        assertThat(home.pidFile("sleeper")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[1]",
                "{\"pid\": 1}",
                "{\"pid\": \"x\", \"startedAt\": \"2026-01-01T00:00:00Z\"}"
            })
    void broken_pid_file_names_no_process_and_is_replaced(String text) {
        write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(process.handle()).isEmpty();
        assertThat(process.hasDied()).isTrue();
        process.start(sleeping());
        assertThat(process.handle()).isPresent();
    }

    @Test
    void looking_at_a_process_makes_no_folder() {
        assertThat(process.handle()).isEmpty();
        assertThat(process.hasDied()).isFalse();
        assertThat(process.stop()).isFalse();
        assertThat(home.folder()).doesNotExist();
    }

    @Test
    void taken_port_names_port_process_and_what_to_do() throws IOException {
        try (ServerSocket taken = listening(InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> process.start(new ManagedProcess.Spec(sleep(), scratch, List.of(port))))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("port " + port)
                    .hasMessageContaining("sleeper")
                    .hasMessageContaining("--port-base");
            assertThat(process.handle()).isEmpty();
        }
    }

    @Test
    void ports_of_a_running_process_are_its_own() throws IOException {
        process.start(sleeping());
        try (ServerSocket its = listening(InetAddress.getLoopbackAddress())) {
            process.requireFree(List.of(its.getLocalPort()));
        }
        assertThat(process.handle()).isPresent();
    }

    @Test
    void only_the_loopback_interface_counts() throws IOException {
        try (ServerSocket elsewhere = listening(InetAddress.getByName("127.0.0.2"))) {
            assertThat(ManagedProcess.isFree(elsewhere.getLocalPort())).isTrue();
        }
        try (ServerSocket everywhere = listening(InetAddress.getByName("0.0.0.0"))) {
            assertThat(ManagedProcess.isFree(everywhere.getLocalPort())).isFalse();
        }
    }

    @Test
    void program_that_dies_while_starting_shows_the_end_of_its_log() {
        process.start(shell("i=1; while [ $i -le 40 ]; do echo line $i; i=$((i+1)); done; exit 3"));

        assertThatThrownBy(() -> process.awaitReady(() -> false, LONG))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("sleeper stopped while starting")
                .hasMessageContaining(home.log("sleeper").toString())
                .hasMessageContaining("line 26\n")
                .hasMessageEndingWith("line 40")
                .message()
                .doesNotContain("line 25\n");
    }

    @Test
    void program_that_is_not_there_cannot_become_ready() {
        process.start(new ManagedProcess.Spec(List.of("no-such-program-anywhere"), scratch, List.of()));

        assertThatThrownBy(() -> process.awaitReady(() -> false, LONG))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no-such-program-anywhere");
    }

    @Test
    void process_that_is_not_ready_in_time_is_named_and_left_running() {
        process.start(sleeping());

        assertThatThrownBy(() -> process.awaitReady(
                        () -> {
                            throw new IOException("connection refused");
                        },
                        Duration.ofMillis(50)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("sleeper was not ready within");
        assertThat(process.handle()).isPresent();
    }

    @Test
    void waiting_ends_when_the_process_is_ready() {
        process.start(sleeping());
        int[] asked = {0};

        process.awaitReady(
                () -> {
                    if (asked[0]++ == 0) {
                        throw new IOException("connection refused");
                    }
                    return true;
                },
                LONG);

        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void directory_that_is_missing_is_said() {
        assertThatThrownBy(() -> process.start(new ManagedProcess.Spec(sleep(), scratch.resolve("nowhere"), List.of())))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot start sleeper");
    }

    private long pid() {
        return process.handle().orElseThrow().pid();
    }

    private ManagedProcess.Spec sleeping() {
        return new ManagedProcess.Spec(sleep(), scratch, List.of());
    }

    private static List<String> sleep() {
        return List.of("sleep", "600");
    }

    private ManagedProcess.Spec shell(String script) {
        return new ManagedProcess.Spec(List.of("sh", "-c", script), scratch, List.of());
    }

    private void write(byte[] pidFile) {
        try {
            home.makeFolders();
            Files.write(home.pidFile("sleeper"), pidFile);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ServerSocket listening(InetAddress address) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(address, 0));
        return socket;
    }
}
