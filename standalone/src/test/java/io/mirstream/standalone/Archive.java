package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Orthanc, a real archive with DICOMweb, in a folder of its own, on ports of loopback that are free. */
final class Archive implements AutoCloseable {
    private static final Path PLUGINS = Path.of("/usr/share/orthanc/plugins");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final URI root;
    private final int dicomPort;
    private Process process;

    /** @param root where it is to serve DICOMweb */
    Archive(Path folder, URI root, int dicomPort) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.root = root;
        this.dicomPort = dicomPort;
        Files.writeString(folder.resolve("orthanc.json"), """
                {
                  "Name": "Test", "StorageDirectory": "%1$s", "IndexDirectory": "%1$s",
                  "Plugins": ["%2$s"], "DicomWeb": {"Enable": true, "Root": "%3$s/"},
                  "HttpPort": %4$d, "DicomPort": %5$d, "DicomAet": "TEST", "DicomCheckCalledAet": false,
                  "RemoteAccessAllowed": false
                }""".formatted(
                        folder.resolve("storage"), PLUGINS, root.getPath(), root.getPort(), dicomPort));
        start();
    }

    static boolean isInstalled() {
        return isThere("Orthanc") && isThere("storescu") && Files.exists(PLUGINS.resolve("libOrthancDicomWeb.so"));
    }

    private static boolean isThere(String program) {
        for (String folder : (System.getenv("PATH") + ":/usr/sbin").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "Orthanc", folder.resolve("orthanc.json").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("orthanc.log").toFile());
        builder.environment().merge("PATH", "/usr/sbin", (path, sbin) -> path + ":" + sbin);
        process = builder.start();
        await("Orthanc").atMost(PATIENCE).until(() -> listens(root.getPort()) && listens(dicomPort));
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
    void store(Path files) {
        try {
            Process sender = new ProcessBuilder(
                            "storescu", "+sd", "+r", "127.0.0.1", Integer.toString(dicomPort), files.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("storescu.log").toFile())
                    .start();
            assertThat(sender.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(sender.exitValue())
                    .as(Files.readString(folder.resolve("storescu.log")))
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
