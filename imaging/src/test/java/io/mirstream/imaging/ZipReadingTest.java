package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipReadingTest {
    private final FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);

    @TempDir
    Path scratch;

    private List<byte[]> images;

    @BeforeEach
    void writeSeries() throws IOException {
        images = SmallCt.dicom(scratch);
    }

    @Test
    void zip_reads_as_its_folder_does() throws IOException {
        Path zip = write(zip("study/", "study/a", "study/b.dcm", "study/b.dcm.bak"));

        SmallCt.assertHoldsTheVolume(SmallCt.read(reader, zip));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../escaped.dcm", "/escaped.dcm", "..\\escaped.dcm", "a/../../escaped.dcm", "C:escaped"})
    void entry_that_points_elsewhere_is_read_and_leads_nowhere(String name) throws IOException {
        Path zip = write(zip(name));

        try (Location location = Location.open(zip, ReadLimits.DEFAULT)) {
            Path unpacked = location.unpacked();
            assertThat(location.files()).singleElement().satisfies(file -> {
                assertThat(file.toRealPath().getParent()).isEqualTo(unpacked.toRealPath());
                assertThat(file).hasBinaryContent(images.getFirst());
            });
        }
        assertThat(SmallCt.read(reader, zip)).hasSize(1);
    }

    @Test
    void closing_deletes_what_was_unpacked() throws IOException {
        Location location = Location.open(write(zip("a", "b")), ReadLimits.DEFAULT);
        assertThat(location.unpacked()).isDirectory();

        location.close();

        assertThat(location.unpacked()).doesNotExist();
    }

    @Test
    void zip_with_too_many_entries_is_refused() throws IOException {
        Path zip = write(zip("a", "b", "c"));

        assertThat(refusal(zip, new ReadLimits(2, 1 << 20, 1 << 20, 10, 512))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(SmallCt.read(new FileStudyReader(new ReadLimits(3, 1 << 20, 1 << 20, 10, 512)), zip))
                .hasSize(3);
    }

    @Test
    void zip_with_an_entry_that_unpacks_to_too_much_is_refused() throws IOException {
        Path zip = write(bomb("0.dcm", 1 << 20));

        assertThat(Files.size(zip)).isLessThan(10_000);
        assertThat(refusal(zip, new ReadLimits(10, (1 << 20) - 1, 1 << 30, 10, 512)))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void folder_that_unpacks_to_too_much_is_refused() throws IOException {
        Path zip = write(bomb("folder/", 1 << 20));

        assertThat(refusal(zip, new ReadLimits(10, 1 << 20, (1 << 20) - 1, 10, 512)))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void zip_that_unpacks_to_too_much_in_all_is_refused() throws IOException {
        int largest = images.stream().mapToInt(image -> image.length).max().orElseThrow();
        long all = images.stream().mapToLong(image -> image.length).sum();
        Path zip = write(zip("a", "b", "c"));

        assertThat(refusal(zip, new ReadLimits(10, largest, all - 1, 10, 512))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void zip_cut_anywhere_gives_a_code_of_the_sender_or_what_came_before() throws IOException {
        byte[] whole = zip("a", "b", "c");
        List<ErrorCode> codes = new ArrayList<>();
        for (int length = 0; length < whole.length; length += 7) {
            Path zip = write(Arrays.copyOf(whole, length));
            try (StudyListing listing = reader.list(zip, Optional.empty())) {
                listing.refused().forEach(instance -> codes.add(instance.code()));
            } catch (CodedException e) {
                codes.add(e.code());
            }
        }

        assertThat(codes).contains(ErrorCode.TRUNCATED).isSubsetOf(ErrorCode.TRUNCATED, ErrorCode.NOT_DICOM);
    }

    @Test
    void damaged_zip_is_malformed() throws IOException {
        byte[] zip = zip("a");
        Arrays.fill(zip, 60, 100, (byte) 0xff);

        assertThat(refusal(write(zip), ReadLimits.DEFAULT)).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void empty_zip_has_no_series() throws IOException {
        Path zip = write(zip("only-a-folder/"));

        try (StudyListing listing = reader.list(zip, Optional.empty())) {
            assertThat(listing.series()).isEmpty();
            assertThat(listing.refused()).isEmpty();
        }
    }

    private static ErrorCode refusal(Path zip, ReadLimits limits) {
        CodedException[] refused = new CodedException[1];
        assertThatThrownBy(() -> new FileStudyReader(limits).list(zip, Optional.empty()))
                .isInstanceOfSatisfying(CodedException.class, e -> refused[0] = e);
        return refused[0].code();
    }

    private Path write(byte[] zip) throws IOException {
        return Files.write(scratch.resolve("study.zip"), zip);
    }

    /** The images one after the other under these names; names that end in a slash are folders. */
    private byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            int next = 0;
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    zip.write(images.get(next++));
                }
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] bomb(String name, int bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(new byte[bytes]);
        }
        return out.toByteArray();
    }
}
