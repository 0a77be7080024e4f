package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.imaging.DicomBytes.Syntax;
import io.mirstream.imaging.write.CtVolume;
import io.mirstream.imaging.write.DicomSeriesWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap that a series needs does not grow with its slices: 4,000 of 512 x 512, 2 GB as int16, pass in 256 MB. */
class LargeSeriesTest {
    private static final int SLICES = 4_000;
    private static final int SIDE = 512;

    @Test
    void four_thousand_slices_pass_in_a_heap_of_256_megabytes(@TempDir Path folder) throws Exception {
        write(folder);

        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(said).contains(SLICES + " slices");
        assertThat(process.exitValue()).as(said).isZero();
    }

    /** In a process of its own. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) {
            FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);
            int[] slices = {0};
            try (ExecutorService decoders = Executors.newFixedThreadPool(2);
                    StudyListing listing = reader.list(Path.of(arguments[0]), Optional.empty())) {
                reader.read(listing.series().getFirst(), decoders, slice -> slices[0]++);
            }
            System.out.println(slices[0] + " slices");
        }
    }

    /** Images of air, which are small when compressed. */
    private static void write(Path folder) throws IOException {
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        CtVolume air = new CtVolume(SIDE, SIDE, 0.7, 0, 0, List.of(0.0), List.of(new short[SIDE * SIDE]));
        DicomSeriesWriter.write(scratch, SmallCt.IDENTITY, air);
        Path written = scratch.resolve("0000.dcm");
        DicomBytes image = DicomBytes.parse(Files.readAllBytes(written));
        Files.delete(written);
        for (int slice = 0; slice < SLICES; slice++) {
            image.with(DicomBytes.SOP_INSTANCE, "UI", "1.2.3.5." + (slice + 1))
                    .with(0x0020_0032, "DS", String.format(Locale.ROOT, "0\\0\\%.1f", 0.5 * slice));
            Files.write(folder.resolve(slice + ".dcm"), image.write(Syntax.RLE));
        }
    }
}
