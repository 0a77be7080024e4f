package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/**
 * The segments of a frame up to its coded data (T.87 annex C, T.81 annex B).
 *
 * @param precision bits per sample, 2 to 16
 * @param restartLines lines between two restart markers; all of them when there are none
 * @param scanStart where the coded data starts
 */
record JpegLsHeader(int precision, JpegLsParameters parameters, int restartLines, int scanStart) {
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int RESTART_INTERVAL = 0xdd;
    private static final int FIRST_APPLICATION = 0xe0;
    private static final int LAST_APPLICATION = 0xef;
    private static final int COMMENT = 0xfe;
    private static final int START_OF_FRAME = 0xf7;
    private static final int PRESET_PARAMETERS = 0xf8;

    private static final int CODING_PARAMETERS = 1;
    private static final int LAST_MAPPING_TABLE = 3;

    private static final int FRAME_SEGMENT_BYTES = 11;
    private static final int SCAN_SEGMENT_BYTES = 8;
    private static final int PRESET_SEGMENT_BYTES = 13;

    /** @throws CodedException {@code MALFORMED}, {@code TRUNCATED}, {@code UNSUPPORTED_PIXELS} */
    static JpegLsHeader read(byte[] data, int from, int to, FrameFormat format) {
        return new Segments(data, from, to).read(format);
    }

    /** A cursor over the segments, and what they said so far. */
    private static final class Segments {
        private final byte[] data;
        private final int to;
        private int at;
        private int segmentEnd;
        private int segmentBytes;

        private int precision;
        private int restartLines;
        private JpegLsParameters.Preset preset = JpegLsParameters.Preset.NONE;

        Segments(byte[] data, int from, int to) {
            this.data = data;
            this.at = from;
            this.to = to;
        }

        JpegLsHeader read(FrameFormat format) {
            segmentEnd = to;
            if (marker() != START_OF_IMAGE) {
                throw malformed("a JPEG-LS frame does not start with its mark");
            }
            restartLines = format.rows();
            while (true) {
                int marker = marker();
                if (marker == END_OF_IMAGE) {
                    throw malformed("a JPEG-LS frame ends before its scan");
                }
                enterSegment();
                switch (marker) {
                    case START_OF_FRAME -> readFrame(format);
                    case PRESET_PARAMETERS -> readPreset();
                    case RESTART_INTERVAL -> readRestartInterval(format);
                    case START_OF_SCAN -> {
                        return new JpegLsHeader(precision, readScan(), restartLines, segmentEnd);
                    }
                    default -> skip(marker);
                }
                at = segmentEnd;
                segmentEnd = to;
            }
        }

        private void readFrame(FrameFormat format) {
            if (precision != 0) {
                throw malformed("a JPEG-LS frame has two frame headers");
            }
            precision = u8();
            int rows = u16();
            int columns = u16();
            int components = u8();
            if (components != 1) {
                throw unsupported("a JPEG-LS frame of more components than one");
            }
            if (segmentBytes != FRAME_SEGMENT_BYTES || precision < 2 || precision > format.bitsAllocated()) {
                throw malformed("a JPEG-LS frame header does not fit the image");
            }
            if (rows != format.rows() || columns != format.columns()) {
                throw malformed("a JPEG-LS frame has another size than the image");
            }
        }

        private void readPreset() {
            int kind = u8();
            if (kind > CODING_PARAMETERS && kind <= LAST_MAPPING_TABLE) {
                throw unsupported("a JPEG-LS frame with a mapping table");
            }
            if (kind != CODING_PARAMETERS) {
                throw unsupported("a JPEG-LS preset segment of an unknown kind");
            }
            if (segmentBytes != PRESET_SEGMENT_BYTES) {
                throw malformed("a JPEG-LS preset segment has a wrong length");
            }
            preset = new JpegLsParameters.Preset(u16(), u16(), u16(), u16(), u16());
        }

        /** 2 to 4 bytes (T.87 C.2.5); an interval is counted in lines. */
        private void readRestartInterval(FrameFormat format) {
            int bytes = segmentEnd - at;
            if (bytes < 2 || bytes > 4) {
                throw malformed("a JPEG-LS restart interval has a wrong length");
            }
            long lines = 0;
            for (int i = 0; i < bytes; i++) {
                lines = lines << 8 | u8();
            }
            restartLines = lines == 0 ? format.rows() : (int) Math.min(lines, format.rows());
        }

        private JpegLsParameters readScan() {
            if (precision == 0) {
                throw malformed("a JPEG-LS scan has no frame header");
            }
            if (segmentBytes != SCAN_SEGMENT_BYTES || u8() != 1) {
                throw malformed("a JPEG-LS scan header does not name one component");
            }
            u8(); // the component's name, and there is but one
            if (u8() != 0) {
                throw unsupported("a JPEG-LS scan with a mapping table");
            }
            int near = u8();
            u8(); // how components are interleaved
            if (u8() != 0) {
                throw unsupported("a JPEG-LS scan with a point transform");
            }
            return JpegLsParameters.of(precision, near, preset);
        }

        private static void skip(int marker) {
            boolean otherFrame = marker >= 0xc0 && marker <= 0xcf || marker > START_OF_FRAME && marker < COMMENT;
            if (otherFrame) {
                throw unsupported("a JPEG frame of another process than JPEG-LS");
            }
            boolean application = marker >= FIRST_APPLICATION && marker <= LAST_APPLICATION;
            if (!application && marker != COMMENT) {
                throw malformed("a JPEG-LS frame has a segment that it may not have");
            }
        }

        /** A marker's second byte, after any number of fill bytes (T.81 B.1.1.2). */
        private int marker() {
            if (u8() != 0xff) {
                throw malformed("a JPEG-LS frame has no marker where one is due");
            }
            int code = u8();
            while (code == 0xff) {
                code = u8();
            }
            return code;
        }

        private void enterSegment() {
            int length = u16();
            if (length < 2) {
                throw malformed("a JPEG-LS segment is shorter than its length");
            }
            if (length - 2 > to - at) {
                throw new CodedException(ErrorCode.TRUNCATED, "a JPEG-LS frame ends in a segment");
            }
            segmentEnd = at + length - 2;
            segmentBytes = length;
        }

        private int u16() {
            return u8() << 8 | u8();
        }

        private int u8() {
            if (at < segmentEnd) {
                return data[at++] & 0xff;
            }
            throw segmentEnd == to
                    ? new CodedException(ErrorCode.TRUNCATED, "a JPEG-LS frame ends before its scan")
                    : malformed("a JPEG-LS segment is shorter than its fields");
        }

        private static CodedException malformed(String message) {
            return new CodedException(ErrorCode.MALFORMED, message);
        }

        private static CodedException unsupported(String message) {
            return new CodedException(ErrorCode.UNSUPPORTED_PIXELS, message);
        }
    }
}
