package io.mirstream.imaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares real JPEG frames with what independent decoders made of them. */
class JpegReferenceTest {
    private static final Path DATA = Path.of("../../shared/data/ct");
    private static final int SOI = 0xffd8;

    private static JsonNode reference;

    private final JpegDecoder decoder = new JpegDecoder();

    @BeforeAll
    static void readReference() throws IOException {
        Path file = DATA.resolve("reference.json");
        assumeTrue(Files.exists(file), "skipped: the reference CT is not beside this checkout (../shared/data/ct)");
        reference = new ObjectMapper().readTree(Files.readAllBytes(file));
    }

    @TestFactory
    Stream<DynamicTest> lossless_ct_equals_the_reference_decoders() {
        return images("series")
                .filter(image -> image.get("transferSyntaxUid").asText().matches(".*\\.4\\.(57|70)"))
                .map(image -> DynamicTest.dynamicTest(image.get("name").asText(), () -> {
                    Map<String, List<String>> expected = new TreeMap<>();
                    for (JsonNode slice : image.get("sliceList")) {
                        List<String> crcs =
                                expected.computeIfAbsent(slice.get("file").asText(), file -> new ArrayList<>());
                        int frame = slice.get("frame").asInt();
                        while (crcs.size() <= frame) {
                            crcs.add("");
                        }
                        crcs.set(frame, slice.get("crc32").asText());
                    }

                    Map<String, List<String>> found = new TreeMap<>();
                    for (String file : expected.keySet()) {
                        found.put(
                                file,
                                crcs(file, image, image.get("rescaleIntercept").asInt()));
                    }

                    assertThat(found).isEqualTo(expected);
                }));
    }

    /** Lossy, but to the bit: the reference decoders share one integer transform. */
    @TestFactory
    Stream<DynamicTest> twelve_bit_lossy_images_equal_the_reference_decoders() {
        return images("otherImages")
                .filter(image -> image.get("transferSyntaxUid").asText().endsWith(".4.51"))
                .map(image -> DynamicTest.dynamicTest(
                        image.get("file").asText(),
                        () -> assertThat(crcs(image.get("file").asText(), image, 0))
                                .containsExactly(image.get("storedCrc32").get(0).asText())));
    }

    private static Stream<JsonNode> images(String name) {
        return StreamSupport.stream(reference.get(name).spliterator(), false);
    }

    private List<String> crcs(String file, JsonNode image, int intercept) throws IOException {
        FrameFormat format = new FrameFormat(
                image.get("rows").asInt(),
                image.get("columns").asInt(),
                image.get("bitsAllocated").asInt(),
                image.get("bitsStored").asInt(),
                image.get("pixelRepresentation").asInt() == 1);
        List<String> crcs = new ArrayList<>();
        for (byte[] frame : EncapsulatedFrames.read(DATA.resolve(file), SOI)) {
            short[] samples = new short[format.samples()];
            decoder.decode(frame, 0, frame.length, format, samples);
            crcs.add(crc(samples, intercept));
        }
        return crcs;
    }

    private static String crc(short[] samples, int intercept) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (short sample : samples) {
            bytes.putShort((short) (sample + intercept));
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        return String.format("%08x", crc.getValue());
    }
}
