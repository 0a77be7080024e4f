package io.mirstream.embed.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.location.DicomwebRoot;
import io.mirstream.embed.locate.OpenStudy;
import io.mirstream.embed.locate.Spool;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.imaging.write.DicomSeriesWriter;
import io.mirstream.imaging.write.SeriesIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real archive, which is told nothing about us. */
class OrthancTest {
    private static final PhantomStudy PHANTOM =
            new PhantomStudy(PhantomSpec.of(7, Anatomy.LIVER).small());
    private static final SeriesUid SECOND = SeriesUid.derivedFrom("second series");

    @TempDir
    Path scratch;

    private final FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);
    private Orthanc orthanc;
    private Path sent;
    private Path spool;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        assumeTrue(Orthanc.isInstalled(), "needs Orthanc and storescu: apt-get install orthanc orthanc-dicomweb dcmtk");
        orthanc = new Orthanc(Files.createDirectories(scratch.resolve("orthanc")));
        spool = Files.createDirectories(scratch.resolve("spool"));
        sent = Files.createDirectories(scratch.resolve("sent"));
        PHANTOM.writeDicom(sent.resolve("a"));
        DicomSeriesWriter.write(
                sent.resolve("b"),
                new SeriesIdentity(PHANTOM.studyUid(), SECOND, "ABDOMEN", PHANTOM.studyDate()),
                PHANTOM.render().volume());
        orthanc.store(sent, "-xe");
    }

    @AfterEach
    void stop() {
        if (orthanc != null) {
            orthanc.close();
        }
    }

    @Test
    void study_has_the_same_pixels_as_the_files_that_were_stored() {
        try (DicomwebStudies studies = studies(ReadLimits.DEFAULT.maxFiles());
                OpenStudy study = studies.open(location(), PHANTOM.studyUid())) {
            List<String> stored = pixels(sent);
            assertThat(stored).hasSize(2);
            assertThat(pixels(study.path())).isEqualTo(stored);
        }

        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void series_is_read_alone() {
        try (DicomwebStudies studies = studies(ReadLimits.DEFAULT.maxFiles());
                OpenStudy study = studies.open(URI.create(location() + "/series/" + SECOND), PHANTOM.studyUid());
                StudyListing listing = reader.list(study.path(), Optional.of(PHANTOM.studyUid()))) {
            assertThat(listing.series())
                    .extracting(SeriesListing::seriesInstanceUid)
                    .containsExactly(SECOND);
        }
    }

    @Test
    void compressed_instances_come_as_they_are_stored() throws IOException, InterruptedException {
        Path compressed = compressed();
        orthanc.store(compressed, "-xr");
        StudyUid study = StudyUid.derivedFrom("compressed");

        try (DicomwebStudies studies = studies(ReadLimits.DEFAULT.maxFiles());
                OpenStudy open = studies.open(URI.create(orthanc.root() + "/studies/" + study), study)) {
            assertThat(pixels(open.path())).hasSize(1);
            assertThat(transferSyntaxes(open.path())).containsOnly("1.2.840.10008.1.2.5");
        }
    }

    @Test
    void study_that_the_archive_does_not_have_is_not_found() {
        StudyUid unknown = StudyUid.derivedFrom("unknown");

        assertFails(URI.create(orthanc.root() + "/studies/" + unknown), unknown, ErrorCode.LOCATION_NOT_FOUND);
    }

    @Test
    void archive_that_stopped_is_unreadable() {
        orthanc.close();

        assertFails(location(), PHANTOM.studyUid(), ErrorCode.LOCATION_UNREADABLE);
    }

    @Test
    void more_instances_than_allowed_are_refused() {
        try (DicomwebStudies studies = studies(5)) {
            assertThatThrownBy(() -> studies.open(location(), PHANTOM.studyUid()))
                    .isInstanceOfSatisfying(
                            CodedException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
        }
    }

    private URI location() {
        return URI.create(orthanc.root() + "/studies/" + PHANTOM.studyUid());
    }

    private void assertFails(URI location, StudyUid study, ErrorCode code) {
        try (DicomwebStudies studies = studies(ReadLimits.DEFAULT.maxFiles())) {
            assertThatThrownBy(() -> studies.open(location, study))
                    .isInstanceOfSatisfying(
                            CodedException.class,
                            failed -> assertThat(failed.code()).isEqualTo(code));
        }
    }

    /** With pages far smaller than the study, and the credentials that it wants. */
    private DicomwebStudies studies(int maxFiles) {
        DicomwebRoot root = new DicomwebRoot(orthanc.root());
        return new DicomwebStudies(
                new DicomwebOptions(
                        List.of(root),
                        Map.of(root, DicomwebOptions.basic("reader", "secret")),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2),
                        2,
                        Duration.ofMillis(10),
                        Duration.ofSeconds(1),
                        7,
                        Optional.empty()),
                new Spool(Optional.of(spool), new Spool.Limits(maxFiles, 1L << 30, 1L << 30)));
    }

    /** Series UID and a checksum of all its slices, for each. */
    private List<String> pixels(Path folder) {
        List<String> pixels = new ArrayList<>();
        try (StudyListing listing = reader.list(folder, Optional.empty())) {
            for (SeriesListing series : listing.series()) {
                CRC32 crc = new CRC32();
                reader.read(series, Runnable::run, slice -> {
                    for (short value : slice.hounsfield()) {
                        crc.update(value);
                        crc.update(value >> 8);
                    }
                });
                pixels.add(series.seriesInstanceUid() + " " + series.slices() + " " + crc.getValue());
            }
        }
        return pixels;
    }

    /** As RLE, by {@code dcmcrle}. */
    private Path compressed() throws IOException, InterruptedException {
        Path plain = Files.createDirectories(scratch.resolve("plain"));
        DicomSeriesWriter.write(
                plain,
                new SeriesIdentity(
                        StudyUid.derivedFrom("compressed"),
                        SeriesUid.derivedFrom("compressed"),
                        "ABDOMEN",
                        PHANTOM.studyDate()),
                PHANTOM.render().volume());
        Path compressed = Files.createDirectories(scratch.resolve("compressed"));
        for (Path file : list(plain)) {
            Process process = new ProcessBuilder(
                            "dcmcrle",
                            file.toString(),
                            compressed.resolve(file.getFileName()).toString())
                    .inheritIO()
                    .start();
            assertThat(process.waitFor()).isZero();
        }
        return compressed;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Transfer Syntax UID (0002,0010) of every file. */
    private static List<String> transferSyntaxes(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : list(folder)) {
            String head = new String(Files.readAllBytes(file), 0, 400, java.nio.charset.StandardCharsets.ISO_8859_1);
            int at = head.indexOf("\u0002\u0000\u0010\u0000UI");
            int length = head.charAt(at + 6);
            found.add(head.substring(at + 8, at + 8 + length).replace("\0", ""));
        }
        return found;
    }
}
