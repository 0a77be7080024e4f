package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * An array of numpy's format NPY 1.0 or 2.0 (NEP 1): little-endian float32 or float64, in C order. float64 is narrowed.
 */
public final class NpyArray {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** A GiB of float32: a million slices of 256 dimensions. */
    private static final long MAX_VALUES = 1L << 28;

    /** What numpy itself allows by default. */
    private static final int MAX_HEADER_BYTES = 10_000;

    private static final int BUFFER_BYTES = 1 << 16;

    private final List<Integer> shape;
    private final float[] values;

    private NpyArray(List<Integer> shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * @throws CodedException {@code MALFORMED} for another format, type or order, or a value that is not finite; {@code TRUNCATED}
     *     for a file that is shorter than its shape says; {@code LIMIT_EXCEEDED}, {@code LOCATION_NOT_FOUND},
     *     {@code LOCATION_UNREADABLE}
     */
    public static NpyArray read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            NpyHeader header = header(new DataInputStream(Channels.newInputStream(channel)));
            long values = values(header.shape());
            long left = channel.size() - channel.position();
            if (left < values * header.bytesPerValue()) {
                throw new CodedException(ErrorCode.TRUNCATED, "the array is shorter than its shape says");
            }
            if (left > values * header.bytesPerValue()) {
                throw malformed("the array is longer than its shape says");
            }
            return new NpyArray(header.shape(), values(channel, (int) values, header.bytesPerValue()));
        } catch (NoSuchFileException e) {
            throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, "there is no such file", e);
        } catch (EOFException e) {
            throw new CodedException(ErrorCode.TRUNCATED, "the file ends within its header", e);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "the file cannot be read", e);
        }
    }

    public List<Integer> shape() {
        return shape;
    }

    /** Along the last axis first. */
    public float[] values() {
        return values.clone();
    }

    /** Of an array with two axes. */
    public float[] row(int row) {
        int columns = shape.getLast();
        return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }

    private static NpyHeader header(DataInputStream in) throws IOException {
        byte[] magic = new byte[MAGIC.length];
        in.readFully(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw malformed("this is no NPY file");
        }
        int major = in.readUnsignedByte();
        int minor = in.readUnsignedByte();
        if (minor != 0 || (major != 1 && major != 2)) {
            throw malformed("only NPY 1.0 and 2.0 are read");
        }
        int length = major == 1
                ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
                : Integer.reverseBytes(in.readInt());
        if (length < 0 || length > MAX_HEADER_BYTES) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the header is longer than 10,000 bytes");
        }
        byte[] text = new byte[length];
        in.readFully(text);
        return NpyHeader.parse(text);
    }

    private static long values(List<Integer> shape) {
        long values = 1;
        for (int length : shape) {
            values *= length; // both at most 2^31, and the product is checked each time
            if (values > MAX_VALUES) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the array has more than 2^28 values");
            }
        }
        return values;
    }

    private static float[] values(FileChannel channel, int count, int bytesPerValue) throws IOException {
        float[] values = new float[count];
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int filled = 0;
        while (filled < count) {
            buffer.limit((int) Math.min(BUFFER_BYTES, (count - filled) * (long) bytesPerValue));
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw new CodedException(ErrorCode.TRUNCATED, "the file became shorter while it was read");
                }
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                float value = bytesPerValue == Float.BYTES ? buffer.getFloat() : (float) buffer.getDouble();
                if (!Float.isFinite(value)) {
                    throw malformed("a value is not finite");
                }
                values[filled++] = value;
            }
            buffer.clear();
        }
        return values;
    }

    private static CodedException malformed(String what) {
        return new CodedException(ErrorCode.MALFORMED, what);
    }
}
