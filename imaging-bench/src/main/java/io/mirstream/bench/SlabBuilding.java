package io.mirstream.bench;

import io.mirstream.embed.encode.Slab;
import io.mirstream.embed.encode.SlabBuilder;
import io.mirstream.embed.encode.SlabSpec;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.VolumeGeometry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole series, already decoded, to what the built-in encoder takes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SlabBuilding {
    /** As in the built-in model's manifest. */
    private static final SlabSpec BUILTIN = new SlabSpec(3, 128, 5, 128, 0.05, (short) -1024);

    @Param("")
    public String location;

    private final List<Slice> slices = new ArrayList<>();
    private VolumeGeometry geometry;

    @Setup
    public void decode() {
        FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);
        try (StudyListing listing = reader.list(Path.of(location), Optional.empty())) {
            geometry = listing.series().getFirst().geometry();
            reader.read(listing.series().getFirst(), Runnable::run, slices::add);
        }
    }

    @Benchmark
    public List<Slab> build() {
        SlabBuilder builder = new SlabBuilder(BUILTIN, geometry);
        slices.forEach(builder::accept);
        return builder.finish();
    }
}
