package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Random access to the bytes of a file, or of an inflated data set, through one small window. */
final class ByteSource implements Closeable {
    /** Holds the header of nearly every CT image. */
    private static final int WINDOW_BYTES = 8 << 10;

    /** As long as the values of a header are: each read of its own would cost more than the rest of parsing. */
    private static final int MAX_FROM_WINDOW = WINDOW_BYTES / 4;

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
        return of(bytes, bytes.length);
    }

    /** Of the first {@code length} bytes. */
    static ByteSource of(byte[] bytes, int length) {
        return new ByteSource(null, length, ByteBuffer.wrap(bytes, 0, length));
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
        } else if (length <= MAX_FROM_WINDOW) {
            window(position, length).get((int) (position - windowStart), target, at, length);
        } else {
            readFully(ByteBuffer.wrap(target, at, length), position);
        }
    }

    /**
     * The bytes where they lie in memory, or else a copy in {@code room}, a direct buffer, which costs the least.
     *
     * @throws CodedException {@code TRUNCATED}; {@code LOCATION_UNREADABLE}
     */
    ByteBuffer view(long position, int length, ByteBuffer room) {
        requireInside(position, length);
        if (channel == null) {
            return window.slice((int) position, length);
        }
        readFully(room.clear().limit(length), position);
        return room.flip();
    }

    /** The file from a position to its end; at most one at a time. */
    InputStream stream(long start) throws IOException {
        return Channels.newInputStream(channel.position(start));
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
