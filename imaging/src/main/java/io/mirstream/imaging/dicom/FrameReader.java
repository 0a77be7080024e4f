package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.codec.FrameDecoder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads frames with this module's own parser and decoders; keeps its file open, and its buffers and decoders. */
final class FrameReader implements FrameSource {
    private final ReadLimits limits;
    private final Map<TransferSyntax.Pixels, FrameDecoder> decoders = new EnumMap<>(TransferSyntax.Pixels.class);
    private byte[] stored = new byte[0];
    private byte[] inflated = new byte[0];

    /** Of {@link #direct}, given back at the end: the collector sees how small a buffer's object is, not its memory. */
    private Arena memory = Arena.ofShared();

    private ByteBuffer direct = ByteBuffer.allocate(0);
    private OpenImage open;

    /** @param frames fragments of each frame; empty when the pixels are not encapsulated */
    private record OpenImage(Path file, ByteSource source, List<List<Fragments.Range>> frames) {}

    FrameReader(ReadLimits limits) {
        this.limits = limits;
    }

    @Override
    public short[] hounsfield(CtInstance instance) {
        try {
            OpenImage image = open(instance);
            PixelFormat format = instance.format();
            short[] words = new short[format.rows() * format.columns()];
            if (image.frames().isEmpty()) {
                readNative(image.source(), instance, words);
            } else {
                decode(image.source(), image.frames().get(instance.frame()), format, words);
            }
            format.toHounsfield(words, instance.rescale());
            return words;
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "opening a file failed", e);
        }
    }

    private OpenImage open(CtInstance instance) throws IOException {
        if (open == null || !open.file().equals(instance.file())) {
            closeFile();
            PixelFormat format = instance.format();
            ByteSource source = format.syntax().isDeflated() ? inflated(instance) : ByteSource.open(instance.file());
            open = new OpenImage(instance.file(), source, List.of());
            if (format.syntax().pixels.isEncapsulated()) {
                open = new OpenImage(
                        instance.file(),
                        source,
                        Fragments.ofFrames(source, instance.pixelData().offset(), format.frames()));
            }
        }
        return open;
    }

    private ByteSource inflated(CtInstance instance) throws IOException {
        long bytes = instance.pixelData().offset() + instance.format().allBytes();
        if (inflated.length < bytes && bytes <= Inflated.MAX_HEAP_BYTES) {
            inflated = new byte[(int) bytes];
        }
        return DataSetParser.inflated(instance.file(), bytes, inflated, limits.maxFileBytes());
    }

    private void readNative(ByteSource source, CtInstance instance, short[] words) {
        PixelFormat format = instance.format();
        instance.format().checkFits(source.size(), instance.pixelData());
        int bytes = format.frameBytes();
        long start = instance.pixelData().offset() + (long) instance.frame() * bytes;
        boolean bigEndian = format.syntax().isBigEndian();
        if (format.bitsAllocated() == 16) {
            if (direct.capacity() < bytes) {
                memory.close();
                memory = Arena.ofShared();
                direct = memory.allocate(bytes).asByteBuffer();
            }
            source.view(start, bytes, direct)
                    .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(words);
            return;
        }
        readBytes(source, instance.pixelData(), start, bigEndian, words);
    }

    /** 8-bit samples; in big-endian words the two of a pair have changed places (PS3.5 8.1.1). */
    private void readBytes(
            ByteSource source, DataSet.PixelData pixelData, long start, boolean bigEndian, short[] words) {
        boolean swapped = bigEndian && pixelData.words();
        long first = swapped ? start - (start - pixelData.offset()) % 2 : start;
        int skipped = (int) (start - first);
        int length = (int) Math.min(skipped + words.length + (swapped ? 1 : 0), source.size() - first);
        source.bytes(first, room(length), 0, length);
        for (int i = 0; i < words.length; i++) {
            int at = swapped ? Math.min((skipped + i) ^ 1, length - 1) : i;
            words[i] = (short) (stored[at] & 0xff);
        }
    }

    private void decode(ByteSource source, List<Fragments.Range> fragments, PixelFormat format, short[] words) {
        long length = fragments.stream().mapToLong(Fragments.Range::length).sum();
        if (length > limits.maxFileBytes() || length > Integer.MAX_VALUE) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "a frame is larger than allowed");
        }
        byte[] frame = room((int) length);
        int at = 0;
        for (Fragments.Range fragment : fragments) {
            source.bytes(fragment.start(), frame, at, fragment.length());
            at += fragment.length();
        }
        decoders.computeIfAbsent(format.syntax().pixels, TransferSyntax.Pixels::newDecoder)
                .decode(frame, 0, at, format.frame(), words);
    }

    private byte[] room(int bytes) {
        if (stored.length < bytes) {
            stored = new byte[Math.max(bytes, stored.length + stored.length / 2)];
        }
        return stored;
    }

    @Override
    public void close() {
        memory.close();
        closeFile();
    }

    private void closeFile() {
        if (open != null) {
            try {
                open.source().close();
            } catch (IOException e) {
                throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "closing a file failed", e);
            } finally {
                open = null;
            }
        }
    }
}
