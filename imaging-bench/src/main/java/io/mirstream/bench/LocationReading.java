package io.mirstream.bench;

import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.StudyListing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A whole location: the headers of a folder, or all slices of a volume. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LocationReading {
    @Param("")
    public String location;

    private final FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);

    @Benchmark
    public int list() {
        try (StudyListing listing = reader.list(Path.of(location), Optional.empty())) {
            return listing.series().getFirst().geometry().slices();
        }
    }

    @Benchmark
    public void read(Blackhole slices) {
        try (StudyListing listing = reader.list(Path.of(location), Optional.empty())) {
            reader.read(listing.series().getFirst(), Runnable::run, slices::consume);
        }
    }
}
