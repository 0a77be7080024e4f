package io.mirstream.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a frame may have around its scan, and what it is refused for. */
class JpegDecoderTest {
    private static final int ROWS = 6;
    private static final int COLUMNS = 9;
    private static final FrameFormat FORMAT = new FrameFormat(ROWS, COLUMNS, 16, 16, false);
    private static final int APP0 = 0xe0;
    private static final int COM = 0xfe;
    private static final int SOF2_PROGRESSIVE = 0xc2;
    private static final int SOF9_ARITHMETIC = 0xc9;
    private static final LosslessJpeg FORM = new LosslessJpeg(16, 1);
    private static final short[] SAMPLES = JpegImage.RANDOM.samples(ROWS, COLUMNS, 16);

    private final JpegDecoder decoder = new JpegDecoder();

    @ParameterizedTest
    @MethodSource("lenient")
    void what_other_decoders_pass_over_is_passed_over(String name, byte[] frame) {
        short[] decoded = new short[FORMAT.samples()];

        decoder.decode(frame, 0, frame.length, FORMAT, decoded);

        assertThat(decoded).isEqualTo(SAMPLES);
    }

    static Stream<Arguments> lenient() {
        return Stream.of(
                Arguments.of(
                        "application data and a comment",
                        scanned(JpegBytes.start().segment(APP0, 'J', 0xff, 0xda).segment(COM, 'x'))
                                .end()),
                Arguments.of(
                        "fill bytes before a marker",
                        scanned(JpegBytes.start().raw(0xff, 0xff)).end()),
                Arguments.of(
                        "bytes between segments",
                        scanned(JpegBytes.start().raw(0, 7, 0xff, 0)).end()),
                Arguments.of(
                        "a lone restart marker",
                        scanned(JpegBytes.start().marker(JpegMarkers.RST0)).end()),
                Arguments.of(
                        "fill bytes before the end marker",
                        scanned(JpegBytes.start()).raw(0xff, 0xff).end()),
                Arguments.of("fill bytes in the codes", withFillBytesInCodes()),
                Arguments.of("no end marker", scanned(JpegBytes.start()).bytes()),
                Arguments.of(
                        "a padding byte",
                        scanned(JpegBytes.start())
                                .marker(JpegMarkers.EOI)
                                .raw(0)
                                .bytes()),
                Arguments.of(
                        "a padding byte and no end marker",
                        scanned(JpegBytes.start()).raw(0).bytes()),
                Arguments.of(
                        "half an end marker",
                        scanned(JpegBytes.start()).raw(0xff).bytes()));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_contradicts_itself_or_the_image_is_refused(String name, byte[] frame, ErrorCode code) {
        CodedException refusal = refusal(frame, FORMAT);

        assertThat(refusal.code()).isEqualTo(code);
    }

    static Stream<Arguments> refused() {
        int[] table = LosslessJpeg.FLAT.table(0);
        int[] tooMany = JpegCodes.flat(9, IntStream.range(0, 257).toArray()).table(0);
        tooMany[9] = 255; // the most that a byte can say
        tooMany[10] = 2;
        return Stream.of(
                refusal("a row too few", FORM.write(ROWS - 1, COLUMNS, SAMPLES), ErrorCode.MALFORMED),
                refusal("a column too few", FORM.write(ROWS, COLUMNS - 1, SAMPLES), ErrorCode.MALFORMED),
                refusal("progressive", framed(SOF2_PROGRESSIVE, 8), ErrorCode.UNSUPPORTED_PIXELS),
                refusal("arithmetic", framed(SOF9_ARITHMETIC, 8), ErrorCode.UNSUPPORTED_PIXELS),
                refusal("JPEG-LS", framed(JpegMarkers.SOF55_JPEG_LS, 8), ErrorCode.UNSUPPORTED_PIXELS),
                refusal(
                        "colour",
                        JpegBytes.start()
                                .segment(JpegMarkers.SOF0_BASELINE, 8, 0, ROWS, 0, COLUMNS, 3)
                                .end(),
                        ErrorCode.UNSUPPORTED_PIXELS),
                refusal("samples of 17 bits", framed(JpegMarkers.SOF3_LOSSLESS, 17), ErrorCode.MALFORMED),
                refusal("baseline of 9 bits", framed(JpegMarkers.SOF0_BASELINE, 9), ErrorCode.MALFORMED),
                refusal(
                        "two frame headers",
                        scanned(JpegBytes.start().frame(JpegMarkers.SOF3_LOSSLESS, 16, ROWS, COLUMNS))
                                .end(),
                        ErrorCode.MALFORMED),
                refusal(
                        "a scan of another component",
                        tables(table)
                                .frame(JpegMarkers.SOF3_LOSSLESS, 16, ROWS, COLUMNS)
                                .segment(JpegMarkers.SOS, 1, 2, 0, 1, 0, 0)
                                .raw(new int[ROWS * COLUMNS])
                                .end(),
                        ErrorCode.MALFORMED),
                refusal("no scan", framed(JpegMarkers.SOF3_LOSSLESS, 16), ErrorCode.TRUNCATED),
                refusal(
                        "a scan before the frame header",
                        JpegBytes.start().scan(1, 0, 0).end(),
                        ErrorCode.MALFORMED),
                refusal("no JPEG", new byte[] {'R', 'I', 'F', 'F'}, ErrorCode.MALFORMED),
                refusal(
                        "a start within",
                        JpegBytes.start().marker(JpegMarkers.SOI).end(),
                        ErrorCode.MALFORMED),
                refusal("no table", lossless(JpegBytes.start(), 1, 0), ErrorCode.MALFORMED),
                refusal("predictor 0", lossless(tables(table), 0, 0), ErrorCode.MALFORMED),
                refusal("predictor 8", lossless(tables(table), 8, 0), ErrorCode.MALFORMED),
                refusal("a point transform of all bits", lossless(tables(table), 1, 16), ErrorCode.MALFORMED),
                refusal("more codes than symbols", lossless(tables(tooMany), 1, 0), ErrorCode.MALFORMED),
                refusal(
                        "three codes of one bit",
                        lossless(tables(JpegCodes.flat(1, 0, 1, 2).table(0)), 1, 0),
                        ErrorCode.MALFORMED),
                refusal("a table without codes", lossless(tables(new int[17]), 1, 0), ErrorCode.MALFORMED),
                refusal("category 17", lossless(tables(JpegCodes.flat(5, 0, 17).table(0)), 1, 0), ErrorCode.MALFORMED),
                refusal(
                        "an interval of half a line",
                        lossless(tables(table).restart(COLUMNS + 1), 1, 0),
                        ErrorCode.MALFORMED),
                refusal("the wrong restart marker", withRestartMarker(JpegMarkers.RST0 + 1), ErrorCode.MALFORMED),
                refusal("an end in place of a restart", withRestartMarker(JpegMarkers.EOI), ErrorCode.TRUNCATED),
                refusal("no quantisation table", withoutQuantisation(), ErrorCode.MALFORMED));
    }

    @Test
    void samples_wider_than_the_image_allows_are_refused() {
        byte[] frame = FORM.write(ROWS, COLUMNS, SAMPLES);

        CodedException refusal = refusal(frame, new FrameFormat(ROWS, COLUMNS, 8, 8, false));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void a_frame_without_columns_is_refused() {
        byte[] frame = tables(LosslessJpeg.FLAT.table(0))
                .frame(JpegMarkers.SOF3_LOSSLESS, 16, ROWS, 0)
                .restart(1)
                .scan(1, 0, 0)
                .end();

        CodedException refusal = refusal(frame, new FrameFormat(ROWS, 0, 16, 16, false));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void codes_of_one_frame_do_not_serve_the_next() {
        decode(FORM.write(ROWS, COLUMNS, SAMPLES));

        CodedException refusal = refusal(lossless(JpegBytes.start(), 1, 0), FORMAT);

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void quantisation_of_one_frame_does_not_serve_the_next() {
        decode(lossy());

        CodedException refusal = refusal(withoutQuantisation(), FORMAT);

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void the_restart_interval_of_one_frame_is_not_that_of_the_next() {
        decode(new LosslessJpeg(16, 1, 0, 1, LosslessJpeg.FLAT).write(ROWS, COLUMNS, SAMPLES));

        short[] decoded = decode(FORM.write(ROWS, COLUMNS, SAMPLES));

        assertThat(decoded).isEqualTo(SAMPLES);
    }

    @Test
    void later_frames_allocate_next_to_nothing() {
        byte[] lossless = FORM.write(ROWS, COLUMNS, SAMPLES);
        byte[] lossy = lossy();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] decoded = new short[FORMAT.samples()];
        decoder.decode(lossless, 0, lossless.length, FORMAT, decoded);
        decoder.decode(lossy, 0, lossy.length, FORMAT, decoded);

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            decoder.decode(lossless, 0, lossless.length, FORMAT, decoded);
            decoder.decode(lossy, 0, lossy.length, FORMAT, decoded);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated / 200).as("bytes a frame").isLessThan(512);
    }

    private static Arguments refusal(String name, byte[] frame, ErrorCode code) {
        return Arguments.of(name, frame, code);
    }

    private static JpegBytes scanned(JpegBytes start) {
        return FORM.writeTo(start, ROWS, COLUMNS, SAMPLES);
    }

    private static JpegBytes tables(int[] table) {
        return JpegBytes.start().segment(JpegMarkers.DHT, table);
    }

    private static byte[] framed(int code, int precision) {
        return JpegBytes.start().frame(code, precision, ROWS, COLUMNS).end();
    }

    /** A scan of nothing but zeros, enough of them. */
    private static byte[] lossless(JpegBytes start, int predictor, int pointTransform) {
        return start.frame(JpegMarkers.SOF3_LOSSLESS, 16, ROWS, COLUMNS)
                .scan(predictor, 0, pointTransform)
                .raw(new int[ROWS * COLUMNS])
                .end();
    }

    /** More than one prefix before each stuffed byte. */
    private static byte[] withFillBytesInCodes() {
        byte[] frame = scanned(JpegBytes.start()).end();
        JpegBytes filled = JpegBytes.start();
        for (int i = 2; i < frame.length; i++) {
            boolean stuffed = (frame[i] & 0xff) == JpegMarkers.PREFIX && i + 1 < frame.length && frame[i + 1] == 0;
            filled.raw(stuffed ? new int[] {0xff, 0xff, 0xff} : new int[] {frame[i] & 0xff});
        }
        assertThat(filled.bytes()).as("has stuffed bytes").hasSizeGreaterThan(frame.length);
        return filled.bytes();
    }

    /** In place of RST0. */
    private static byte[] withRestartMarker(int code) {
        byte[] frame = new LosslessJpeg(16, 1, 0, 3, LosslessJpeg.FLAT).write(ROWS, COLUMNS, SAMPLES);
        int at = frame.length - 1;
        while ((frame[at] & 0xff) != JpegMarkers.RST0 || (frame[at - 1] & 0xff) != JpegMarkers.PREFIX) {
            at--;
        }
        frame[at] = (byte) code;
        return frame;
    }

    private static byte[] lossy() {
        return new SequentialJpeg(12, 1, 0).write(ROWS, COLUMNS, JpegImage.RANDOM.samples(ROWS, COLUMNS, 12));
    }

    private static byte[] withoutQuantisation() {
        byte[] frame = lossy();
        int start = 2; // the table comes first
        int end = start + 2 + ((frame[start + 2] & 0xff) << 8 | (frame[start + 3] & 0xff));
        byte[] without = Arrays.copyOf(frame, frame.length - (end - start));
        System.arraycopy(frame, end, without, start, without.length - start);
        return without;
    }

    private short[] decode(byte[] frame) {
        short[] decoded = new short[FORMAT.samples()];
        decoder.decode(frame, 0, frame.length, FORMAT, decoded);
        return decoded;
    }

    private CodedException refusal(byte[] frame, FrameFormat format) {
        return catchThrowableOfType(
                CodedException.class,
                () -> decoder.decode(frame, 0, frame.length, format, new short[format.samples()]));
    }
}
