package io.mirstream.imaging.dcm4che;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.codec.FrameDecoder;
import io.mirstream.imaging.dicom.CtInstance;
import io.mirstream.imaging.dicom.Fragments;
import io.mirstream.imaging.dicom.FrameSource;
import io.mirstream.imaging.dicom.PixelFormat;
import io.mirstream.imaging.dicom.TransferSyntax;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import javax.imageio.stream.FileCacheImageInputStream;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.dcm4che3.data.UID;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.util.ByteUtils;

/**
 * Frames as dcm4che finds them: RLE decoded by dcm4che, the JPEG family by the imaging module, since dcm4che's decoders of it
 * are native libraries.
 */
final class Dcm4cheFrames implements FrameSource {
    private final ReadLimits limits;
    private final Map<TransferSyntax.Pixels, FrameDecoder> decoders = new EnumMap<>(TransferSyntax.Pixels.class);
    private byte[] stored = new byte[0];
    private OpenImage open;

    /**
     * An image's file.
     *
     * @param pixels where {@code start} is the beginning of the first frame, or of the offset table
     * @param frames fragments of each frame; empty when the pixels are not encapsulated
     * @param owner what else is closed with it
     */
    private record OpenImage(
            Path file, ImageInputStream pixels, long start, List<List<Fragments.Range>> frames, Closeable owner) {}

    Dcm4cheFrames(ReadLimits limits) {
        this.limits = limits;
    }

    @Override
    public short[] hounsfield(CtInstance instance) {
        PixelFormat format = instance.format();
        short[] words = new short[format.rows() * format.columns()];
        try {
            OpenImage image = open(instance);
            if (format.syntax().pixels().isEncapsulated()) {
                decode(image.pixels(), image.frames().get(instance.frame()), format, words);
            } else {
                readNative(image, instance, words);
            }
        } catch (EOFException e) {
            throw new CodedException(ErrorCode.TRUNCATED, "the file ends in its pixel data", e);
        } catch (ZipException e) {
            throw new CodedException(ErrorCode.MALFORMED, "the deflated data set cannot be inflated", e);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "reading a file failed", e);
        }
        format.toHounsfield(words, instance.rescale());
        return words;
    }

    private OpenImage open(CtInstance instance) throws IOException {
        if (open == null || !open.file().equals(instance.file())) {
            close();
            open = instance.format().syntax().isDeflated() ? inflated(instance.file()) : plain(instance);
        }
        return open;
    }

    /** Inflated as far as frames are asked for, to a temporary file: frames are asked for in any order. */
    private OpenImage inflated(Path file) throws IOException {
        ParsedFile parsed = ParsedFile.open(file, limits);
        return new OpenImage(file, new FileCacheImageInputStream(parsed.stream(), null), 0, List.of(), parsed::close);
    }

    private static OpenImage plain(CtInstance instance) throws IOException {
        Path file = instance.file();
        long start = instance.pixelData().offset();
        ImageInputStream pixels = new FileImageInputStream(file.toFile());
        try {
            List<List<Fragments.Range>> frames = List.of();
            if (instance.pixelData().isEncapsulated()) {
                frames = Fragments.ofFrames(
                        items(file, start),
                        (at, length) -> bytes(pixels, at, length),
                        instance.format().frames());
            }
            return new OpenImage(file, pixels, start, frames, () -> {});
        } catch (CodedException e) {
            pixels.close();
            throw e;
        }
    }

    /** The values of the items from {@code start} to the sequence's end. */
    private static List<Fragments.Range> items(Path file, long start) throws IOException {
        long size = Files.size(file);
        try (InputStream bytes = new BufferedInputStream(new ForeignBytes(Files.newInputStream(file)))) {
            return ForeignBytes.decode(() -> {
                bytes.skipNBytes(start);
                DicomInputStream items = new DicomInputStream(bytes, UID.ExplicitVRLittleEndian);
                items.setPosition(start);
                List<Fragments.Range> ranges = new ArrayList<>();
                while (items.readItemHeader()) {
                    ranges.add(range(items.getPosition(), items.unsignedLength(), size));
                    items.skipFully(items.unsignedLength());
                }
                return ranges;
            });
        }
    }

    private static Fragments.Range range(long start, long length, long size) {
        if (length < 0) {
            throw new CodedException(ErrorCode.MALFORMED, "a fragment has no length");
        }
        if (start + length > size) {
            throw new CodedException(ErrorCode.TRUNCATED, "the file ends in a fragment");
        }
        if (length > Integer.MAX_VALUE) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "a fragment has more than 2 GiB");
        }
        return new Fragments.Range(start, (int) length);
    }

    private static byte[] bytes(ImageInputStream pixels, long at, int length) {
        return ForeignBytes.decode(() -> {
            byte[] bytes = new byte[length];
            pixels.seek(at);
            pixels.readFully(bytes);
            return bytes;
        });
    }

    private void readNative(OpenImage image, CtInstance instance, short[] words) throws IOException {
        PixelFormat format = instance.format();
        ImageInputStream pixels = image.pixels();
        long offset = (long) instance.frame() * format.frameBytes();
        boolean bigEndian = format.syntax().isBigEndian();
        if (format.bitsAllocated() == Short.SIZE) {
            pixels.setByteOrder(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            pixels.seek(image.start() + offset);
            pixels.readFully(words, 0, words.length);
            return;
        }
        // in big-endian words the two samples of a pair have changed places (PS3.5 8.1.1)
        boolean swapped = bigEndian && instance.pixelData().words();
        int skipped = swapped ? (int) (offset % 2) : 0;
        int length = skipped + words.length;
        int padded = swapped ? length + length % 2 : length;
        byte[] samples = room(padded);
        pixels.seek(image.start() + offset - skipped);
        pixels.readFully(samples, 0, padded);
        if (swapped) {
            ByteUtils.swapShorts(samples, 0, padded);
        }
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) (samples[skipped + i] & 0xff);
        }
    }

    private void decode(ImageInputStream pixels, List<Fragments.Range> fragments, PixelFormat format, short[] words)
            throws IOException {
        long length = fragments.stream().mapToLong(Fragments.Range::length).sum();
        if (length > limits.maxFileBytes() || length > Integer.MAX_VALUE) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "a frame is larger than allowed");
        }
        byte[] frame = room((int) length);
        int at = 0;
        for (Fragments.Range fragment : fragments) {
            pixels.seek(fragment.start());
            pixels.readFully(frame, at, fragment.length());
            at += fragment.length();
        }
        decoders.computeIfAbsent(format.syntax().pixels(), Dcm4cheFrames::decoder)
                .decode(frame, 0, at, format.frame(), words);
    }

    private static FrameDecoder decoder(TransferSyntax.Pixels pixels) {
        return pixels == TransferSyntax.Pixels.RLE ? new Dcm4cheRunLengthDecoder() : pixels.newDecoder();
    }

    private byte[] room(int bytes) {
        if (stored.length < bytes) {
            stored = new byte[Math.max(bytes, stored.length + stored.length / 2)];
        }
        return stored;
    }

    @Override
    public void close() {
        if (open != null) {
            try {
                open.pixels().close();
                open.owner().close();
            } catch (IOException e) {
                throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "closing a file failed", e);
            } finally {
                open = null;
            }
        }
    }
}
