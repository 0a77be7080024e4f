package io.mirstream.embed.work;

import io.micrometer.core.instrument.MeterRegistry;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.SliceConsumer;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.StudyReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Counts the processor time of listing; decoding has threads of its own. */
final class MeteredStudyReader implements StudyReader {
    private final StudyReader reader;
    private final ProcessorTime listing;

    MeteredStudyReader(StudyReader reader, MeterRegistry meters) {
        this.reader = reader;
        listing = new ProcessorTime(meters, "list");
    }

    @Override
    public StudyListing list(Path location, Optional<StudyUid> study) {
        return listing.of(() -> reader.list(location, study));
    }

    @Override
    public void read(SeriesListing series, Executor decoders, SliceConsumer consumer) {
        reader.read(series, decoders, consumer);
    }
}
