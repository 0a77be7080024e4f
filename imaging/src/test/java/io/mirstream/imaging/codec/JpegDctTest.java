package io.mirstream.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JpegDctTest {
    private static final int ROWS = 45; // neither is a number of whole blocks
    private static final int COLUMNS = 61;

    private final JpegDecoder decoder = new JpegDecoder();

    @ParameterizedTest
    @MethodSource("imagesAndQualities")
    void baseline_frames_are_within_1_of_the_platforms_decoder(JpegImage image, float quality) throws IOException {
        byte[] frame = writtenByThePlatform(image.samples(ROWS, COLUMNS, 8), quality);

        short[] decoded = decode(frame, 8);

        int[] expected =
                ImageIO.read(new ByteArrayInputStream(frame)).getRaster().getPixels(0, 0, COLUMNS, ROWS, (int[]) null);
        for (int i = 0; i < decoded.length; i++) {
            assertThat(Math.abs(decoded[i] - expected[i])).as("sample %d", i).isLessThanOrEqualTo(1);
        }
    }

    static Stream<Object[]> imagesAndQualities() {
        return Stream.of(JpegImage.values())
                .flatMap(image -> Stream.of(0.05f, 0.5f, 1f).map(quality -> new Object[] {image, quality}));
    }

    @ParameterizedTest
    @MethodSource("imagesAndForms")
    void extended_frames_are_within_1_of_the_exact_transform(JpegImage image, SequentialJpeg form) {
        short[] samples = image.samples(ROWS, COLUMNS, form.precision());

        short[] decoded = decode(form.write(ROWS, COLUMNS, samples), 16);

        double[] exact = form.exact(ROWS, COLUMNS, samples);
        for (int i = 0; i < decoded.length; i++) {
            assertThat(Math.abs(decoded[i] - exact[i])).as("sample %d", i).isLessThanOrEqualTo(1);
        }
    }

    static Stream<Object[]> imagesAndForms() {
        return Stream.of(JpegImage.values())
                .flatMap(image -> Stream.of(
                                new SequentialJpeg(8, 1, 0),
                                new SequentialJpeg(8, 20, 5),
                                new SequentialJpeg(12, 1, 1),
                                new SequentialJpeg(12, 3, 0),
                                new SequentialJpeg(12, 300, 11))
                        .map(form -> new Object[] {image, form}));
    }

    private short[] decode(byte[] frame, int bitsAllocated) {
        short[] decoded = new short[ROWS * COLUMNS];
        FrameFormat format = new FrameFormat(ROWS, COLUMNS, bitsAllocated, bitsAllocated, false);
        decoder.decode(frame, 0, frame.length, format, decoded);
        return decoded;
    }

    private static byte[] writtenByThePlatform(short[] samples, float quality) throws IOException {
        BufferedImage grey = new BufferedImage(COLUMNS, ROWS, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < samples.length; i++) {
            grey.getRaster().setSample(i % COLUMNS, i / COLUMNS, 0, samples[i]);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam form = writer.getDefaultWriteParam();
        form.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        form.setCompressionQuality(quality);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(grey, null, null), form);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
