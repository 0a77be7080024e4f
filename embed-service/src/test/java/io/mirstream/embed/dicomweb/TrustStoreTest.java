package io.mirstream.embed.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.location.DicomwebRoot;
import io.mirstream.embed.locate.OpenStudy;
import io.mirstream.embed.locate.Spool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a service whose certificate nobody signed. */
class TrustStoreTest {
    private static final StudyUid STUDY = new StudyUid(Peer.STUDY);
    private static final String PASSWORD = "changeit";

    @TempDir
    Path scratch;

    private Peer peer;
    private Path keys;

    @BeforeEach
    void start() throws IOException, InterruptedException, GeneralSecurityException {
        keys = scratch.resolve("keys.p12");
        makeCertificate("san=ip:127.0.0.1", keys);
        peer = serving(keys);
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @Test
    void certificate_that_is_trusted_by_configuration_is_taken() {
        try (DicomwebStudies studies = studies(Optional.of(keys));
                OpenStudy study = studies.open(location(), STUDY)) {
            assertThat(study.path()).isDirectoryContaining("glob:**.dcm");
        }
    }

    @Test
    void certificate_that_nobody_vouches_for_is_refused() {
        assertUnreadable(Optional.empty());
    }

    @Test
    void certificate_of_another_host_is_refused() throws Exception {
        Path others = scratch.resolve("others.p12");
        makeCertificate("san=dns:pacs.example", others);
        peer.close();
        peer = serving(others);

        assertUnreadable(Optional.of(others));
    }

    private void assertUnreadable(Optional<Path> trust) {
        try (DicomwebStudies studies = studies(trust)) {
            assertThatThrownBy(() -> studies.open(location(), STUDY))
                    .isInstanceOfSatisfying(
                            CodedException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.LOCATION_UNREADABLE));
        }
        assertThat(peer.requests).isEmpty();
    }

    private static void makeCertificate(String subjectAlternativeName, Path store)
            throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        subjectAlternativeName,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    private static Peer serving(Path store) throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new Peer(server).has(1, "1.7", 10);
    }

    private URI root() {
        return URI.create("https://127.0.0.1:" + peer.port() + "/dicom-web");
    }

    private URI location() {
        return URI.create(root() + "/studies/" + Peer.STUDY);
    }

    private DicomwebStudies studies(Optional<Path> trust) {
        return new DicomwebStudies(
                new DicomwebOptions(
                        List.of(new DicomwebRoot(root())),
                        Map.of(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        1,
                        Duration.ofMillis(1),
                        Duration.ofSeconds(1),
                        100,
                        trust.map(file -> new DicomwebOptions.TrustStore(file, PASSWORD))),
                new Spool(Optional.of(scratch.resolve("spool")), new Spool.Limits(10, 1_000, 1_000)));
    }
}
