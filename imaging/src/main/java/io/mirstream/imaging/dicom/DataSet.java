package io.mirstream.imaging.dicom;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The attributes of a data set's root that this reader knows, as raw values; and where its pixels lie. */
final class DataSet {
    /** Where the value of Pixel Data lies; {@code length} is -1 when it is encapsulated in fragments. */
    record PixelData(long offset, long length) {}

    private final Map<Integer, byte[]> values = new HashMap<>();
    private final boolean bigEndian;
    private PixelData pixelData;

    DataSet(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    void put(int tag, byte[] value) {
        values.putIfAbsent(tag, value);
    }

    void pixelData(PixelData found) {
        pixelData = found;
    }

    Optional<PixelData> pixelData() {
        return Optional.ofNullable(pixelData);
    }

    boolean isEmpty() {
        return values.isEmpty() && pixelData == null;
    }

    /** Trimmed of the padding of PS3.5 6.2; empty when absent or blank. */
    Optional<String> text(int tag) {
        byte[] value = values.get(tag);
        if (value == null) {
            return Optional.empty();
        }
        String text = new String(value, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** An unsigned short (US). */
    OptionalInt unsigned(int tag) {
        byte[] value = values.get(tag);
        if (value == null || value.length < 2) {
            return OptionalInt.empty();
        }
        int first = value[bigEndian ? 0 : 1] & 0xff;
        int second = value[bigEndian ? 1 : 0] & 0xff;
        return OptionalInt.of(first << 8 | second);
    }

    /** Decimal strings (DS), separated by backslashes; empty unless there are {@code count} readable ones. */
    Optional<double[]> decimals(int tag, int count) {
        String[] parts = text(tag).map(text -> text.split("\\\\", -1)).orElse(new String[0]);
        if (parts.length != count) {
            return Optional.empty();
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            try {
                numbers[i] = Double.parseDouble(parts[i].strip());
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
            if (!Double.isFinite(numbers[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(numbers);
    }

    OptionalDouble decimal(int tag) {
        Optional<double[]> one = decimals(tag, 1);
        return one.isPresent() ? OptionalDouble.of(one.get()[0]) : OptionalDouble.empty();
    }
}
