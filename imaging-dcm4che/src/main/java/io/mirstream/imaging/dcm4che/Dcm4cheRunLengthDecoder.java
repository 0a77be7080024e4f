package io.mirstream.imaging.dcm4che;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.codec.FrameDecoder;
import io.mirstream.imaging.codec.FrameFormat;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStreamImpl;
import org.dcm4che3.imageio.plugins.rle.RLEImageReaderSpi;

/** RLE lossless (PS3.5 annex G), by dcm4che's image reader. */
final class Dcm4cheRunLengthDecoder implements FrameDecoder {
    private final ImageReader reader = newReader();
    private final ImageReadParam target = new ImageReadParam();

    private static ImageReader newReader() {
        try {
            return new RLEImageReaderSpi().createReaderInstance(null);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.INTERNAL, "dcm4che gives no reader of RLE", e);
        }
    }

    @Override
    public void decode(byte[] data, int from, int to, FrameFormat format, short[] samples) {
        BufferedImage image = image(format);
        ForeignBytes.decode(() -> {
            reader.setInput(new CompressedFrame(data, from, to));
            return reader.readRaster(0, target);
        });
        copy(image.getRaster().getDataBuffer(), format.samples(), samples);
    }

    /** The last one, if it has the frame's size. */
    private BufferedImage image(FrameFormat format) {
        int type = format.bitsAllocated() == Byte.SIZE ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_USHORT_GRAY;
        BufferedImage last = target.getDestination();
        if (last != null
                && last.getType() == type
                && last.getWidth() == format.columns()
                && last.getHeight() == format.rows()) {
            return last;
        }
        BufferedImage image = new BufferedImage(format.columns(), format.rows(), type);
        target.setDestination(image);
        return image;
    }

    private static void copy(DataBuffer decoded, int count, short[] samples) {
        if (decoded instanceof DataBufferUShort words) {
            System.arraycopy(words.getData(), 0, samples, 0, count);
        } else {
            byte[] bytes = ((DataBufferByte) decoded).getData();
            for (int i = 0; i < count; i++) {
                samples[i] = (short) (bytes[i] & 0xff);
            }
        }
    }

    /**
     * One frame's bytes. At their end it throws, and does not say -1 as others do: dcm4che would take that for the end of a
     * segment, set the samples that are missing to 0 and say nothing, and 0 may be a tissue.
     */
    private static final class CompressedFrame extends ImageInputStreamImpl {
        private final byte[] data;
        private final int from;
        private final int to;

        private CompressedFrame(byte[] data, int from, int to) {
            this.data = data;
            this.from = from;
            this.to = to;
        }

        @Override
        public int read() {
            int value = data[from + available(1)] & 0xff;
            streamPos++;
            return value;
        }

        @Override
        public int read(byte[] target, int at, int length) {
            int position = available(1);
            int count = Math.min(length, to - from - position);
            System.arraycopy(data, from + position, target, at, count);
            streamPos += count;
            return count;
        }

        /** Returns the position, at which there are so many bytes. */
        private int available(int count) {
            if (streamPos > to - from - count) {
                throw new CodedException(ErrorCode.TRUNCATED, "an RLE frame ends before the image does");
            }
            return (int) streamPos;
        }
    }
}
