package io.mirstream.imaging.codec;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** What a frame says before its entropy-coded data: tables, frame header, scan header (T.81 B.2). */
final class JpegHeader {
    private static final int TABLES = 4;
    private static final int LAST_AC = 63;

    private final JpegHuffmanTable[] dcTables = new JpegHuffmanTable[TABLES];
    private final JpegHuffmanTable[] acTables = new JpegHuffmanTable[TABLES];
    private final int[][] quantisation = new int[TABLES][LAST_AC + 1];
    private final boolean[] quantised = new boolean[TABLES];
    private final byte[] symbols = new byte[JpegHuffmanTable.MAX_SYMBOLS];
    private final int[] codesOfLength = new int[JpegHuffmanTable.MAX_LENGTH + 1];

    private boolean framed;
    private boolean lossless;
    private int precision;
    private int component;
    private int quantisationTable;
    private int restartInterval;
    private int dcTable;
    private int acTable;
    private int predictor;
    private int pointTransform;

    /** Reads up to the entropy-coded data of the first scan; a frame of one component has no other. */
    void read(JpegMarkers markers, FrameFormat format) {
        forget();
        readStart(markers);
        while (true) {
            int marker = markers.next();
            if (marker == JpegMarkers.EOI) {
                throw new CodedException(ErrorCode.TRUNCATED, "the JPEG frame ends before its scan");
            }
            if (marker == JpegMarkers.SOI) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG frame starts within another");
            }
            if (marker == JpegMarkers.TEM || (marker >= JpegMarkers.RST0 && marker <= JpegMarkers.RST7)) {
                continue; // stand alone: no segment follows
            }
            markers.enterSegment();
            readSegment(marker, markers, format);
            markers.leaveSegment();
            if (marker == JpegMarkers.SOS) {
                return;
            }
        }
    }

    boolean lossless() {
        return lossless;
    }

    /** Bits of a sample before the point transform. */
    int precision() {
        return precision;
    }

    /** MCUs between restart markers: samples of a lossless frame, blocks of others; 0 for none. */
    int restartInterval() {
        return restartInterval;
    }

    /** 1 to 7 (T.81 table H.1). */
    int predictor() {
        return predictor;
    }

    int pointTransform() {
        return pointTransform;
    }

    JpegHuffmanTable dcTable() {
        return dcTables[dcTable];
    }

    JpegHuffmanTable acTable() {
        return acTables[acTable];
    }

    /** 64 factors in zigzag order. */
    int[] quantisation() {
        return quantisation[quantisationTable];
    }

    /** Every frame brings its own tables (PS3.5 8.2.1): those of the one before are not to be taken for them. */
    private void forget() {
        framed = false;
        restartInterval = 0;
        for (int i = 0; i < TABLES; i++) {
            quantised[i] = false;
            if (dcTables[i] != null) {
                dcTables[i].undefine();
            }
            if (acTables[i] != null) {
                acTables[i].undefine();
            }
        }
    }

    private static void readStart(JpegMarkers markers) {
        byte[] data = markers.data();
        int at = markers.position();
        if (markers.end() - at < 2) {
            throw new CodedException(ErrorCode.TRUNCATED, "no JPEG frame is there");
        }
        if ((data[at] & 0xff) != JpegMarkers.PREFIX || (data[at + 1] & 0xff) != JpegMarkers.SOI) {
            throw new CodedException(ErrorCode.MALFORMED, "the frame does not start as JPEG");
        }
        markers.position(at + 2);
    }

    private void readSegment(int marker, JpegMarkers markers, FrameFormat format) {
        switch (marker) {
            case JpegMarkers.SOF0_BASELINE, JpegMarkers.SOF1_EXTENDED, JpegMarkers.SOF3_LOSSLESS ->
                readFrame(marker, markers, format);
            case JpegMarkers.DHT -> readHuffmanTables(markers);
            case JpegMarkers.DQT -> readQuantisation(markers);
            case JpegMarkers.DRI -> restartInterval = markers.u16();
            case JpegMarkers.SOS -> readScan(markers);
            case JpegMarkers.DHP, JpegMarkers.EXP, JpegMarkers.SOF55_JPEG_LS -> throw otherProcess();
            default -> {
                boolean frame = marker >= JpegMarkers.SOF0_BASELINE && marker <= JpegMarkers.SOF15;
                if (frame && marker != JpegMarkers.DAC) {
                    throw otherProcess();
                }
            }
        }
    }

    private static CodedException otherProcess() {
        return new CodedException(
                ErrorCode.UNSUPPORTED_PIXELS, "the JPEG frame is neither baseline, extended sequential nor lossless");
    }

    private void readFrame(int marker, JpegMarkers markers, FrameFormat format) {
        if (framed) {
            throw new CodedException(ErrorCode.MALFORMED, "a second JPEG frame header");
        }
        framed = true;
        lossless = marker == JpegMarkers.SOF3_LOSSLESS;
        precision = markers.u8();
        int rows = markers.u16();
        int columns = markers.u16();
        if (markers.u8() != 1) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "the JPEG frame has not one component");
        }
        if (rows != format.rows() || columns != format.columns() || rows == 0 || columns == 0) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG frame has not the image's rows and columns");
        }
        if (lossless ? precision < 2 || precision > 16 : precision != 8 && precision != 12) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG process has no samples of that many bits");
        }
        if (precision > format.bitsAllocated()) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG frame has more bits than the image");
        }
        component = markers.u8();
        markers.u8(); // sampling factors: of one component they mean nothing (T.81 A.2.2)
        quantisationTable = markers.u8();
        if (!lossless && quantisationTable >= TABLES) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG quantisation table that cannot be");
        }
    }

    private void readHuffmanTables(JpegMarkers markers) {
        while (markers.remaining() > 0) {
            int name = markers.u8();
            int number = name & 0xf;
            if (name >> 4 > 1 || number >= TABLES) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG Huffman table that cannot be");
            }
            int count = 0;
            for (int length = 1; length < codesOfLength.length; length++) {
                codesOfLength[length] = markers.u8();
                count += codesOfLength[length];
            }
            if (count > symbols.length) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG Huffman table has too many codes");
            }
            for (int i = 0; i < count; i++) {
                symbols[i] = (byte) markers.u8();
            }
            JpegHuffmanTable[] tables = name >> 4 == 0 ? dcTables : acTables;
            if (tables[number] == null) {
                tables[number] = new JpegHuffmanTable();
            }
            tables[number].define(codesOfLength, symbols);
        }
    }

    private void readQuantisation(JpegMarkers markers) {
        while (markers.remaining() > 0) {
            int name = markers.u8();
            int number = name & 0xf;
            if (name >> 4 > 1 || number >= TABLES) {
                throw new CodedException(ErrorCode.MALFORMED, "a JPEG quantisation table that cannot be");
            }
            for (int k = 0; k <= LAST_AC; k++) {
                quantisation[number][k] = name >> 4 == 0 ? markers.u8() : markers.u16();
            }
            quantised[number] = true;
        }
    }

    private void readScan(JpegMarkers markers) {
        if (!framed) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG scan before the frame header");
        }
        if (markers.u8() != 1 || markers.u8() != component) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG scan is not of the frame's component");
        }
        int tables = markers.u8();
        dcTable = tables >> 4;
        acTable = tables & 0xf;
        predictor = markers.u8();
        int spectralEnd = markers.u8();
        int approximation = markers.u8();
        pointTransform = approximation & 0xf;
        if (lossless) {
            checkLossless(spectralEnd, approximation >> 4);
        } else {
            checkSequential(); // the spectral selection means nothing there, and is wrong in some files
        }
    }

    private void checkLossless(int spectralEnd, int approximationHigh) {
        if (predictor < 1 || predictor > 7 || spectralEnd != 0 || approximationHigh != 0) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG predictor that cannot be");
        }
        if (pointTransform >= precision) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG point transform leaves no bits");
        }
        checkTable(dcTables, dcTable, JpegHuffmanTable.LAST_LOSSLESS_CATEGORY);
    }

    private void checkSequential() {
        checkTable(dcTables, dcTable, JpegHuffmanTable.LAST_DC_CATEGORY);
        checkTable(acTables, acTable, JpegHuffmanTable.MAX_SYMBOLS - 1);
        if (!quantised[quantisationTable]) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG scan uses a quantisation table that is not there");
        }
    }

    private static void checkTable(JpegHuffmanTable[] tables, int number, int lastSymbol) {
        if (number >= TABLES || tables[number] == null || !tables[number].defined()) {
            throw new CodedException(ErrorCode.MALFORMED, "the JPEG scan uses a Huffman table that is not there");
        }
        if (tables[number].largestSymbol() > lastSymbol) {
            throw new CodedException(ErrorCode.MALFORMED, "a JPEG Huffman table has a category that cannot be");
        }
    }
}
