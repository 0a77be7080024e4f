package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** The data set of a file in Deflated Explicit VR Little Endian (PS3.5 A.5): its first bytes, or all of it. */
final class Inflated implements AutoCloseable {
    /** More than this goes to a file: an image has less, and a multi-frame object need not fit the heap. */
    static final int MAX_HEAP_BYTES = 16 << 20;

    private static final int BUFFER_BYTES = 32 << 10;

    private final Inflater inflater = new Inflater(true);
    private final InputStream stream;

    private Inflated(ByteSource source, long start) throws IOException {
        stream = new InflaterInputStream(source.stream(start), inflater, BUFFER_BYTES);
    }

    /**
     * Fills {@code target} from its start up to {@code length}; returns how much there was.
     *
     * @throws CodedException {@code TRUNCATED} when the deflated stream has no end, {@code MALFORMED}
     */
    static int first(ByteSource source, long start, byte[] target, int length) throws IOException {
        try (Inflated inflated = new Inflated(source, start)) {
            int filled = 0;
            while (filled < length) {
                int count = inflated.read(target, filled, length - filled);
                if (count < 0) {
                    break;
                }
                filled += count;
            }
            return filled;
        }
    }

    /** @throws CodedException {@code TRUNCATED}, {@code MALFORMED}, {@code LIMIT_EXCEEDED} */
    static ByteSource whole(ByteSource source, long start, long maxBytes) throws IOException {
        ByteArrayOutputStream heap = new ByteArrayOutputStream();
        Path file = null;
        OutputStream out = heap;
        try (Inflated inflated = new Inflated(source, start)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long written = 0;
            for (int count = inflated.read(buffer, 0, BUFFER_BYTES);
                    count >= 0;
                    count = inflated.read(buffer, 0, BUFFER_BYTES)) {
                written += count;
                if (written > maxBytes) {
                    throw tooLarge();
                }
                if (file == null && written > MAX_HEAP_BYTES) {
                    file = Files.createTempFile("mirstream-inflated-", ".dcm");
                    out = Files.newOutputStream(file);
                    heap.writeTo(out);
                    heap.reset();
                }
                out.write(buffer, 0, count);
            }
            out.close();
            return file == null ? ByteSource.of(heap.toByteArray()) : ByteSource.openTemporary(file);
        } catch (IOException | CodedException e) {
            discard(out, file);
            throw e;
        }
    }

    static CodedException tooLarge() {
        return new CodedException(ErrorCode.LIMIT_EXCEEDED, "the deflated data set is larger than allowed");
    }

    private int read(byte[] target, int at, int length) throws IOException {
        try {
            return stream.read(target, at, length);
        } catch (EOFException e) {
            throw new CodedException(ErrorCode.TRUNCATED, "the deflated data set ends early", e);
        } catch (ZipException e) {
            throw new CodedException(ErrorCode.MALFORMED, "the deflated data set cannot be inflated", e);
        }
    }

    private static void discard(OutputStream out, Path file) throws IOException {
        out.close();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }

    /** Leaves the source open. */
    @Override
    public void close() {
        inflater.end();
    }
}
