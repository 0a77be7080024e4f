package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.regex.Pattern;

/**
 * A volume's name without {@code .nii.gz}, such as {@code liver_102}. Its order is that of code points, by which the
 * notebooks break ties: {@code liver_10} comes before {@code liver_2}.
 */
public record VolumeId(String value) implements Comparable<VolumeId> {
    private static final String SUFFIX = ".nii.gz";
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** @throws CodedException {@code MALFORMED} */
    public VolumeId {
        if (!VALID.matcher(value).matches()) {
            throw new CodedException(
                    ErrorCode.MALFORMED, "a volume's name is 1 to 64 letters, digits, underscores and hyphens");
        }
    }

    /** @throws CodedException {@code MALFORMED} for a name that does not end in {@code .nii.gz} */
    public static VolumeId ofFile(String name) {
        if (!name.endsWith(SUFFIX)) {
            throw new CodedException(ErrorCode.MALFORMED, "a volume's file name ends in .nii.gz");
        }
        return new VolumeId(name.substring(0, name.length() - SUFFIX.length()));
    }

    public String fileName() {
        return value + SUFFIX;
    }

    @Override
    public int compareTo(VolumeId other) {
        return value.compareTo(other.value); // ASCII, so UTF-16 order is that of code points
    }

    @Override
    public String toString() {
        return value;
    }
}
