package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The data set of a file in Deflated Explicit VR Little Endian (PS3.5 A.5), inflated. */
final class Inflated {
    /** More than this goes to a file: an image has less, and a multi-frame object need not fit the heap. */
    private static final int MAX_HEAP_BYTES = 16 << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    private Inflated() {}

    /** @throws CodedException {@code TRUNCATED}, {@code MALFORMED}, {@code LIMIT_EXCEEDED} */
    static ByteSource of(ByteSource source, long start, long maxBytes) throws IOException {
        ByteArrayOutputStream heap = new ByteArrayOutputStream();
        Path file = null;
        OutputStream out = heap;
        Inflater inflater = new Inflater(true);
        try {
            byte[] output = new byte[BUFFER_BYTES];
            long position = start;
            long written = 0;
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int length = (int) Math.min(BUFFER_BYTES, source.size() - position);
                    if (length == 0) {
                        throw new CodedException(ErrorCode.TRUNCATED, "the deflated data set ends early");
                    }
                    inflater.setInput(source.bytes(position, length));
                    position += length;
                }
                int count = inflater.inflate(output);
                written += count;
                if (written > maxBytes) {
                    throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the deflated data set is larger than allowed");
                }
                if (file == null && written > MAX_HEAP_BYTES) {
                    file = Files.createTempFile("mirstream-inflated-", ".dcm");
                    out = Files.newOutputStream(file);
                    heap.writeTo(out);
                    heap.reset();
                }
                out.write(output, 0, count);
                if (count == 0 && inflater.needsDictionary()) {
                    throw new CodedException(ErrorCode.MALFORMED, "the deflated data set wants a dictionary");
                }
            }
            out.close();
            return file == null ? ByteSource.of(heap.toByteArray()) : ByteSource.openTemporary(file);
        } catch (DataFormatException e) {
            discard(out, file);
            throw new CodedException(ErrorCode.MALFORMED, "the deflated data set cannot be inflated", e);
        } catch (IOException | CodedException e) {
            discard(out, file);
            throw e;
        } finally {
            inflater.end();
        }
    }

    private static void discard(OutputStream out, Path file) throws IOException {
        out.close();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
