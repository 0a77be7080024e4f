package io.mirstream.bench;

import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.dicom.CtInstance;
import io.mirstream.imaging.dicom.FrameSource;
import io.mirstream.imaging.dicom.OwnFileReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One slice from its file to Hounsfield units, as a series is read: header, pixels, rescaling; each time another file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SliceReading {
    @Param("")
    public String folder;

    private final FrameSource reader = new OwnFileReader().frames(ReadLimits.DEFAULT);
    private List<Path> files;
    private int next;

    @Setup
    public void list() throws IOException {
        files = Slices.files(Path.of(folder));
    }

    @Benchmark
    public short[] read() {
        Path file = files.get(next++ % files.size());
        return reader.hounsfield(CtInstance.list(new OwnFileReader(), file, ReadLimits.DEFAULT)
                .frames()
                .getFirst());
    }

    @TearDown
    public void close() {
        reader.close();
    }
}
