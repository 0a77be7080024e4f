package io.mirstream.embed.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real archive with DICOMweb, in a folder of its own, on ports of loopback. */
public final class Orthanc implements AutoCloseable {
    private static final Path PLUGINS = Path.of("/usr/share/orthanc/plugins");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Option of {@code storescu}: what is not compressed. */
    private static final String UNCOMPRESSED = "-x=";

    private final Path folder;
    private final int httpPort;
    private final int dicomPort;
    private Process process;

    /** On free ports; it asks for a name, {@code reader}, and a password, {@code secret}. */
    Orthanc(Path folder) throws IOException {
        this(
                folder,
                freePort(),
                freePort(),
                "\"AuthenticationEnabled\": true, \"RegisteredUsers\": {\"reader\": \"secret\"}");
    }

    /** That asks for no name. */
    public Orthanc(Path folder, int httpPort, int dicomPort) throws IOException {
        this(folder, httpPort, dicomPort, "\"AuthenticationEnabled\": false");
    }

    private Orthanc(Path folder, int httpPort, int dicomPort, String authentication) throws IOException {
        this.folder = folder;
        this.httpPort = httpPort;
        this.dicomPort = dicomPort;
        Files.createDirectories(folder.resolve("storage"));
        Files.writeString(
                folder.resolve("orthanc.json"), """
                {
                  "Name": "Test", "StorageDirectory": "%1$s/storage", "IndexDirectory": "%1$s/storage",
                  "Plugins": ["%2$s"], "DicomWeb": {"Enable": true, "Root": "/dicom-web/"},
                  "HttpPort": %3$d, "DicomPort": %4$d, "DicomAet": "TEST", "DicomCheckCalledAet": false,
                  "RemoteAccessAllowed": false, %5$s
                }""".formatted(folder, PLUGINS, httpPort, dicomPort, authentication));
        start();
    }

    public static boolean isInstalled() {
        return onPath("Orthanc") && onPath("storescu") && Files.exists(PLUGINS.resolve("libOrthancDicomWeb.so"));
    }

    private static boolean onPath(String program) {
        for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI root() {
        return URI.create("http://127.0.0.1:" + httpPort + "/dicom-web");
    }

    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "Orthanc", folder.resolve("orthanc.json").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("orthanc.log").toFile());
        builder.environment().merge("PATH", "/usr/sbin", (path, sbin) -> path + ":" + sbin);
        process = builder.start();
        await("Orthanc").atMost(PATIENCE).until(() -> listens(httpPort) && listens(dicomPort));
    }

    private boolean listens(int port) {
        assertThat(process.isAlive()).as("Orthanc runs").isTrue();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends all files of a folder over DICOM. */
    public void store(Path files) throws IOException, InterruptedException {
        store(files, UNCOMPRESSED);
    }

    /** @param option of {@code storescu} for the transfer syntax to propose, such as {@code -xr} */
    void store(Path files, String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("storescu", "-R", option, "+sd", "+r"));
        command.addAll(List.of("127.0.0.1", Integer.toString(dicomPort), files.toString()));
        Process sender = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("storescu.log").toFile())
                .start();
        assertThat(sender.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(sender.exitValue())
                .as(Files.readString(folder.resolve("storescu.log")))
                .isZero();
    }

    /** Stops it; what it holds stays. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
