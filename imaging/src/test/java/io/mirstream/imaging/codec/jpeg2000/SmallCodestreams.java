package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.imaging.codec.FrameFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** JPEG 2000 frames of little content, and how a header describes them, for other packages' tests. */
public final class SmallCodestreams {
    private static final FrameFormat FORMAT = Frame.TWELVE_BITS;

    private SmallCodestreams() {}

    /** Reversible in every style of coding, and irreversible. */
    public static Map<byte[], FrameFormat> all() {
        Frame frame = Frame.smooth(FORMAT);
        Map<byte[], FrameFormat> frames = new LinkedHashMap<>();
        for (LosslessTest.Coding coding : LosslessTest.Coding.values()) {
            frames.put(OtherCodec.encode(frame, coding.options), FORMAT);
        }
        frames.put(
                OtherCodec.encode(frame, param -> {
                    param.setLossless(false);
                    param.setFilters("w9x7");
                    param.setEncodingRate(2);
                }),
                FORMAT);
        return frames;
    }
}
