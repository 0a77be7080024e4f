package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.imaging.DicomBytes.Syntax;
import io.mirstream.imaging.write.NiftiWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever one byte of a file becomes, the file is read or refused with a code of the sender; nothing else happens. */
class MutationTest {
    private static final int MUTATIONS = 250;

    /** Low enough that no mutated size costs the test much. */
    private static final ReadLimits LIMITS = new ReadLimits(10, 1 << 20, 1 << 20, 100, 512);

    private final FileStudyReader reader = reader(LIMITS);

    @TempDir
    Path scratch;

    enum Format {
        IMPLICIT,
        EXPLICIT,
        BIG_ENDIAN,
        DEFLATED,
        RUN_LENGTH,
        NIFTI,
        NIFTI_GZIP,
        ZIP
    }

    /** What is under test; a module that brings another reader of files runs these tests with it. */
    FileStudyReader reader(ReadLimits limits) {
        return new FileStudyReader(limits);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void mutated_file_is_read_or_refused(Format format) throws IOException {
        byte[] original = original(format);
        Random random = new Random(format.ordinal());
        Path file = scratch.resolve("mutated");
        for (int round = 0; round < MUTATIONS; round++) {
            byte[] mutated = original.clone();
            // the preamble means nothing, and most of what matters comes early
            int from = format.ordinal() < Format.NIFTI.ordinal() ? 128 : 0;
            int at = from + random.nextInt(mutated.length - from);
            mutated[at] = (byte) random.nextInt(256);
            Files.write(file, mutated);
            try {
                read(file);
            } catch (CodedException e) {
                assertThat(e.kind())
                        .as("%s, byte %d is %02x: %s", format, at, mutated[at], e)
                        .isEqualTo(ErrorKind.INPUT);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        format + ", byte " + at + " is " + HexFormat.of().toHexDigits(mutated[at]), e);
            }
        }
    }

    private void read(Path file) {
        try (StudyListing listing = reader.list(file, Optional.empty())) {
            listing.refused().forEach(each -> assertThat(each.code().kind()).isEqualTo(ErrorKind.INPUT));
            listing.refusedSeries()
                    .forEach(each -> assertThat(each.code().kind()).isEqualTo(ErrorKind.INPUT));
            for (SeriesListing series : listing.series()) {
                assertThat(series.geometry().positionsMm())
                        .allMatch(Double::isFinite)
                        .isSorted();
                reader.read(
                        series,
                        Runnable::run,
                        slice -> assertThat(slice.hounsfield()).hasSize(slice.rows() * slice.columns()));
            }
        }
    }

    private byte[] original(Format format) throws IOException {
        byte[] dicom = SmallCt.dicom(scratch).getFirst();
        return switch (format) {
            case IMPLICIT -> DicomBytes.parse(dicom).write(Syntax.IMPLICIT_LITTLE_ENDIAN);
            case EXPLICIT -> dicom;
            case BIG_ENDIAN -> DicomBytes.parse(dicom).write(Syntax.EXPLICIT_BIG_ENDIAN);
            case DEFLATED -> DicomBytes.parse(dicom).write(Syntax.DEFLATED);
            case RUN_LENGTH -> DicomBytes.parse(dicom).write(Syntax.RLE);
            case NIFTI -> nifti("volume.nii");
            case NIFTI_GZIP -> nifti("volume.nii.gz");
            case ZIP -> zip(dicom);
        };
    }

    private byte[] nifti(String name) throws IOException {
        Path file = scratch.resolve(name);
        NiftiWriter.write(file, SmallCt.VOLUME);
        return Files.readAllBytes(file);
    }

    private static byte[] zip(byte[] file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("Aufnahme-ä.dcm"));
            zip.write(file);
        }
        return out.toByteArray();
    }
}
