package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Random access to the bytes of a file, or of an inflated data set, through one small window. */
final class ByteSource implements Closeable {
    /** Holds the header of nearly every CT image. */
    private static final int WINDOW_BYTES = 8 << 10;

    private final FileChannel channel; // null when the window holds everything
    private final long size;
    private ByteBuffer window;
    private long windowStart;

    private ByteSource(FileChannel channel, long size, ByteBuffer window) {
        this.channel = channel;
        this.size = size;
        this.window = window;
    }

    static ByteSource open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new ByteSource(
                channel, channel.size(), ByteBuffer.allocate(WINDOW_BYTES).limit(0));
    }

    /** A file that goes when it is closed. */
    static ByteSource openTemporary(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
        return new ByteSource(
                channel, channel.size(), ByteBuffer.allocate(WINDOW_BYTES).limit(0));
    }

    static ByteSource of(byte[] bytes) {
        return new ByteSource(null, bytes.length, ByteBuffer.wrap(bytes));
    }

    long size() {
        return size;
    }

    int u8(long position) {
        return window(position, 1).get((int) (position - windowStart)) & 0xff;
    }

    int u16(long position, boolean bigEndian) {
        short value = window(position, 2).getShort((int) (position - windowStart));
        return (bigEndian ? value : Short.reverseBytes(value)) & 0xffff;
    }

    long u32(long position, boolean bigEndian) {
        int value = window(position, 4).getInt((int) (position - windowStart));
        return (bigEndian ? value : Integer.reverseBytes(value)) & 0xffff_ffffL;
    }

    /** @throws CodedException {@code TRUNCATED} when the source ends before; {@code LOCATION_UNREADABLE} */
    byte[] bytes(long position, int length) {
        requireInside(position, length);
        byte[] bytes = new byte[length];
        bytes(position, bytes, 0, length);
        return bytes;
    }

    /** Copies bytes to {@code target}. @throws CodedException {@code TRUNCATED}; {@code LOCATION_UNREADABLE} */
    void bytes(long position, byte[] target, int at, int length) {
        requireInside(position, length);
        if (channel == null) {
            window.get((int) position, target, at, length);
        } else {
            readFully(ByteBuffer.wrap(target, at, length), position);
        }
    }

    private void requireInside(long position, int length) {
        if (length < 0 || position < 0 || position > size - length) {
            throw new CodedException(ErrorCode.TRUNCATED, "the file ends before its declared content does");
        }
    }

    private ByteBuffer window(long position, int length) {
        requireInside(position, length);
        if (position < windowStart || position + length > windowStart + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW_BYTES, size - position));
            readFully(window, position);
            window.rewind();
            windowStart = position;
        }
        return window;
    }

    private void readFully(ByteBuffer target, long position) {
        try {
            long at = position;
            while (target.hasRemaining()) {
                int read = channel.read(target, at);
                if (read < 0) {
                    throw new CodedException(ErrorCode.TRUNCATED, "the file became shorter while it was read");
                }
                at += read;
            }
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "reading a file failed", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
