package io.mirstream.imaging.fuzz;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.StudyListing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Lists a whole file, and reads every series of it: as a study to embed, and as what {@code inspect} shows. */
final class FileTarget {
    /** Small, so that a file that passes them takes a moment: 10 files, 1 MiB, a series of 1 MiB. */
    private static final ReadLimits LIMITS = new ReadLimits(10, 1 << 20, 1 << 20, 100, 512);

    /** Every file and every series may be held a few times over, and every slice of one has its description. */
    private static final Budget BUDGET = new Budget(32L * (LIMITS.maxFileBytes() + LIMITS.maxSeriesBytes()));

    private final FileStudyReader reader = new FileStudyReader(LIMITS);
    private final Path file;

    /** @param suffix of the file's name, by which readers tell formats */
    FileTarget(String suffix) {
        try {
            Path memory = Path.of("/dev/shm");
            file = Files.isWritable(memory)
                    ? Files.createTempFile(memory, "fuzzed-", suffix)
                    : Files.createTempFile("fuzzed-", suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file.toFile().deleteOnExit();
    }

    void run(byte[] input) {
        try {
            Files.write(file, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BUDGET.holdsFor(this::read);
        BUDGET.holdsFor(this::inspect);
    }

    private void read() {
        try (StudyListing listing = reader.list(file, Optional.empty())) {
            listing.refused().forEach(each -> requireOfTheSender(each.code()));
            listing.refusedSeries().forEach(each -> requireOfTheSender(each.code()));
            for (SeriesListing series : listing.series()) {
                reader.read(series, Runnable::run, slice -> {
                    if (slice.hounsfield().length != slice.rows() * slice.columns()
                            || !Double.isFinite(slice.positionMm())) {
                        throw new AssertionError("a slice without its pixels or its place");
                    }
                });
            }
        }
    }

    private void inspect() {
        try (StudyListing listing = reader.listEverything(file)) {
            for (SeriesListing series : listing.series()) {
                reader.inspect(series, Runnable::run);
            }
        }
    }

    private static void requireOfTheSender(ErrorCode code) {
        if (code.kind() != ErrorKind.INPUT) {
            throw new AssertionError("refused as if the sender were not to blame: " + code);
        }
    }
}
