package io.mirstream.imaging.dicom;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The attributes of a data set, or of an item of a sequence, that this reader knows, as raw values. */
public final class DataSet {
    /**
     * Where the value of Pixel Data lies.
     *
     * @param length -1 when it is encapsulated in fragments
     * @param words whether its value representation is OW: 8-bit samples are then swapped in big endian
     */
    public record PixelData(long offset, long length, boolean words) {
        public boolean isEncapsulated() {
            return length < 0;
        }
    }

    private final Map<Integer, byte[]> values = new HashMap<>();
    private final Map<Integer, List<DataSet>> sequences = new HashMap<>();
    private final boolean bigEndian;
    private PixelData pixelData;

    /** @param bigEndian how binary values are put into it */
    public DataSet(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    /** A value as it is encoded; the first of a tag counts. */
    public void put(int tag, byte[] value) {
        values.putIfAbsent(tag, value);
    }

    /** The items of a sequence; the first of a tag counts. */
    public void put(int tag, List<DataSet> items) {
        sequences.putIfAbsent(tag, items);
    }

    /** Of a sequence that this reader knows; empty when it is absent. */
    List<DataSet> items(int tag) {
        return sequences.getOrDefault(tag, List.of());
    }

    public void pixelData(PixelData found) {
        pixelData = found;
    }

    Optional<PixelData> pixelData() {
        return Optional.ofNullable(pixelData);
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

    /** A short (US or SS), whose sign another attribute decides. */
    OptionalInt number(int tag, boolean signed) {
        OptionalInt value = unsigned(tag);
        return signed && value.isPresent() ? OptionalInt.of((short) value.getAsInt()) : value;
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
