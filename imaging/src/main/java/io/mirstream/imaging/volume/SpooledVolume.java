package io.mirstream.imaging.volume;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** An int16 volume in a temporary file, [slices][pixels], which is written in any order. For one thread. */
public final class SpooledVolume implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 20;

    private final int pixels;
    private final FileChannel file;
    private final Arena arena;
    private final MemorySegment memory;

    private SpooledVolume(int pixels, FileChannel file, Arena arena, MemorySegment memory) {
        this.pixels = pixels;
        this.file = file;
        this.arena = arena;
        this.memory = memory;
    }

    /** @throws CodedException {@code LOCATION_UNREADABLE} when there is no room for temporary files */
    public static SpooledVolume of(int slices, int pixels) {
        try {
            Path path = Files.createTempFile("mirstream-volume-", ".i16");
            FileChannel file = FileChannel.open(path, READ, WRITE, DELETE_ON_CLOSE);
            try {
                long bytes = (long) slices * pixels * Short.BYTES;
                fill(file, bytes);
                Arena arena = Arena.ofConfined();
                return new SpooledVolume(
                        pixels, file, arena, file.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena));
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "no room to turn a volume", e);
        }
    }

    /** A full disk must be found now: behind a mapping it would be a fault of the memory. */
    private static void fill(FileChannel file, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
        for (long left = bytes; left > 0; ) {
            zeros.clear().limit((int) Math.min(left, CHUNK_BYTES));
            left -= file.write(zeros);
        }
    }

    public void put(int slice, int pixel, short value) {
        memory.set(ValueLayout.JAVA_SHORT, offset(slice, pixel), value);
    }

    /** A copy. */
    public short[] slice(int slice) {
        return memory.asSlice(offset(slice, 0), (long) pixels * Short.BYTES).toArray(ValueLayout.JAVA_SHORT);
    }

    private long offset(int slice, int pixel) {
        return ((long) slice * pixels + pixel) * Short.BYTES;
    }

    @Override
    public void close() {
        arena.close();
        try {
            file.close();
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "closing a temporary file failed", e);
        }
    }
}
