package io.mirstream.imaging.dcm4che;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a file on their way to dcm4che. A disk that fails is told apart from content that is wrong: dcm4che throws an
 * IOException for both.
 */
final class ForeignBytes extends FilterInputStream {
    ForeignBytes(InputStream file) {
        super(file);
    }

    /** Something that dcm4che makes of bytes that others wrote. */
    @FunctionalInterface
    interface Decoding<T> {
        T get() throws IOException;
    }

    /**
     * Whatever dcm4che throws is about the bytes.
     *
     * @throws CodedException {@code TRUNCATED}, {@code MALFORMED}, and those of {@code decoding}
     */
    static <T> T decode(Decoding<T> decoding) {
        try {
            return decoding.get();
        } catch (CodedException e) {
            throw e;
        } catch (EOFException e) {
            throw new CodedException(ErrorCode.TRUNCATED, "the file ends before its declared content does", e);
        } catch (IOException | RuntimeException e) {
            throw new CodedException(ErrorCode.MALFORMED, "the file breaks rules that dcm4che needs kept", e);
        }
    }

    @Override
    public int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public int read(byte[] target, int at, int length) {
        try {
            return in.read(target, at, length);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public long skip(long count) {
        try {
            return in.skip(count);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static CodedException unreadable(IOException cause) {
        return new CodedException(ErrorCode.LOCATION_UNREADABLE, "reading a file failed", cause);
    }
}
