package io.mirstream.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fast ways to Hounsfield units give what the plain formula gives, for every stored word. */
class PixelFormatTest {
    @ParameterizedTest
    @CsvSource({
        "16, 15, true, -1024", // sums of some words must be clamped
        "16, 15, true, 1024",
        "16, 15, false, -1024",
        "16, 15, false, 0",
        "16, 15, true, 0",
        "16, 15, true, -16384",
        "16, 15, true, 20000",
        "15, 14, false, 16383",
        "12, 11, false, -1024",
        "12, 11, true, 0",
        "12, 13, true, -1000",
        "8, 7, false, -128"
    })
    void every_word_becomes_its_sum_within_the_range_of_int16(int stored, int highBit, boolean signed, int intercept) {
        PixelFormat format = format(stored, highBit, signed);
        Rescale rescale = new Rescale(1, intercept, Optional.empty());

        for (int first = Short.MIN_VALUE; first <= Short.MAX_VALUE; first += 3) {
            short[] words = words(first, first % 2 == 0);
            short[] expected = words.clone();
            for (int i = 0; i < expected.length; i++) {
                int field = (expected[i] & 0xffff) >> highBit + 1 - stored & (1 << stored) - 1;
                int value = signed && field >> stored - 1 == 1 ? field - (1 << stored) : field;
                expected[i] = (short) Math.clamp(value + intercept, Short.MIN_VALUE, Short.MAX_VALUE);
            }

            format.toHounsfield(words, rescale);

            assertThat(words).isEqualTo(expected);
        }
    }

    private static PixelFormat format(int stored, int highBit, boolean signed) {
        return new PixelFormat(TransferSyntax.EXPLICIT_LITTLE_ENDIAN, 1, 11, 1, 16, stored, highBit, signed);
    }

    /** Three words that are tried, among whole longs or after them, and others that are small. */
    private static short[] words(int first, boolean last) {
        short[] words = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        for (int i = 0; i < 3; i++) {
            words[last ? 8 + i : 2 + i] = (short) (first + i);
        }
        return words;
    }
}
