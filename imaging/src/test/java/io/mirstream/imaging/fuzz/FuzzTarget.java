package io.mirstream.imaging.fuzz;

import io.mirstream.imaging.codec.JpegDecoder;
import io.mirstream.imaging.codec.JpegLsDecoder;
import io.mirstream.imaging.codec.RunLengthDecoder;
import io.mirstream.imaging.codec.jpeg2000.Jpeg2000Decoder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What is fuzzed, each by itself. */
public enum FuzzTarget {
    DICOM(() -> new FileTarget(".dcm")::run),
    JPEG(() -> new FrameTarget(JpegDecoder::new)::run),
    JPEG_LS(() -> new FrameTarget(JpegLsDecoder::new)::run),
    JPEG_2000(() -> new FrameTarget(Jpeg2000Decoder::new)::run),
    RLE(() -> new FrameTarget(RunLengthDecoder::new)::run),
    NIFTI(() -> new FileTarget(".nii")::run),
    ZIP(() -> new FileTarget(".zip")::run);

    private final Supplier<Consumer<byte[]>> creation;
    private Consumer<byte[]> target;

    FuzzTarget(Supplier<Consumer<byte[]>> creation) {
        this.creation = creation;
    }

    /** Fails with an {@link AssertionError}, or with what the code threw and should not have. For one thread at a time. */
    void run(byte[] input) {
        if (target == null) {
            target = creation.get();
        }
        target.accept(input);
    }
}
