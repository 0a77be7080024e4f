package io.mirstream.embed.onnx;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.embed.encode.ImageEncoder;
import io.mirstream.embed.encode.Part;
import io.mirstream.embed.encode.TextEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Vectors that a model must give: a part of made-up values, and a text. They show that the graphs, the heads, the
 * intensity operations and the tokenizer on this machine are those of the machine that wrote the file.
 */
record Golden(Image image, Text text) {
    /** Of a cosine, from 1. */
    private static final double TOLERANCE = 1e-4;

    /** Knuth's multiplicative hash: 2^32 divided by the golden ratio. Spreads 0, 1, 2 ... evenly over 32 bits. */
    private static final long MULTIPLIER = 2_654_435_761L;

    private static final long MASK = 0xFFFF_FFFFL;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * Value i of the part, in the order of the tensor, is {@code low + (high - low) * ((i * 2654435761 + seed) mod 2^32) /
     * 2^32}, in HU before the intensity operations.
     *
     * @param parts of a model with a second graph, in a row along the first axis of the tensor; i runs on over them. Null
     *     is one
     * @param vector expected
     */
    record Image(long seed, double low, double high, Integer parts, float[] vector) {
        List<Part> parts(int pixels) {
            int count = parts == null ? 1 : parts;
            List<Part> made = new ArrayList<>();
            for (int part = 0; part < count; part++) {
                float[] hounsfield = new float[pixels];
                for (int i = 0; i < pixels; i++) {
                    long place = (long) part * pixels + i;
                    double fraction = ((place * MULTIPLIER + seed) & MASK) / (MASK + 1.0);
                    hounsfield[i] = (float) (low + (high - low) * fraction);
                }
                made.add(new Part(part, hounsfield, new Part.Cell(List.of(part, 0, 0), List.of(count, 1, 1))));
            }
            return made;
        }
    }

    /**
     * @param words encoded as a document
     * @param vector expected
     */
    record Text(String words, float[] vector) {}

    /** @throws io.mirstream.contracts.error.CodedException {@code MODEL_INVALID} when a vector is another */
    static void check(ModelFolder folder, Manifest.Golden manifest, ImageEncoder image, Optional<TextEncoder> text) {
        Golden golden = read(folder.read(manifest.file()));
        double tolerance = manifest.atolCosine() == null ? TOLERANCE : manifest.atolCosine();
        if (golden.image != null) {
            List<float[]> vectors =
                    image.encode(golden.image.parts(image.input().pixels()));
            if (vectors.size() != 1) {
                throw Manifest.invalid("golden.file: image.parts is for models with image.second");
            }
            compare("image", vectors.getFirst(), golden.image.vector, tolerance);
        }
        if (golden.text != null) {
            TextEncoder encoder =
                    text.orElseThrow(() -> Manifest.invalid("golden.file has a text, and the model has no text tower"));
            compare(
                    "text",
                    encoder.encode(golden.text.words, TextEncoder.Role.DOCUMENT),
                    golden.text.vector,
                    tolerance);
        }
    }

    private static Golden read(byte[] json) {
        try {
            Golden golden = JSON.readValue(json, Golden.class);
            if (golden == null) {
                throw Manifest.invalid("golden.file has no content");
            }
            boolean image = golden.image != null
                    && golden.image.vector != null
                    && (golden.image.parts == null
                            || (golden.image.parts >= 1 && golden.image.parts <= SeriesEmbedding.MAX_SLICES));
            boolean text = golden.text != null && golden.text.vector != null && golden.text.words != null;
            if (image == (golden.image != null) && text == (golden.text != null) && (image || text)) {
                return golden;
            }
        } catch (IOException e) {
            throw Manifest.invalid(
                    "golden.file is not readable: it has image {seed, low, high, parts, vector}, text {words, vector}");
        }
        throw Manifest.invalid("golden.file has an image, a text or both, each with a vector");
    }

    private static void compare(String what, float[] vector, float[] expected, double tolerance) {
        if (vector.length != expected.length) {
            throw Manifest.invalid("golden.file: the " + what + " vector has " + expected.length
                    + " values, the model gives " + vector.length);
        }
        double cosine = cosine(vector, expected);
        if (!(Math.abs(1 - cosine) <= tolerance)) {
            throw Manifest.invalid(String.format(
                    Locale.ROOT,
                    "golden.file: the %s vector that the model gives has cosine %.6f to the one expected",
                    what,
                    cosine));
        }
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
