package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.imaging.codec.FrameFormat;
import java.awt.image.BandedSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Random;

/** A frame's stored values, and the means to make some. */
record Frame(FrameFormat format, short[] samples) {
    static final FrameFormat UNSIGNED = new FrameFormat(67, 93, 16, 16, false);
    static final FrameFormat SIGNED = new FrameFormat(67, 93, 16, 16, true);
    static final FrameFormat TWELVE_BITS = new FrameFormat(67, 93, 16, 12, false);
    static final FrameFormat BYTES = new FrameFormat(67, 93, 8, 8, false);

    /** A value for every place. */
    interface Content {
        double at(int row, int column);
    }

    static Frame noise(FrameFormat format, long seed) {
        Random random = new Random(seed);
        return of(format, (row, column) -> random.nextInt(1 << format.bitsStored()));
    }

    static Frame smooth(FrameFormat format) {
        double range = (1 << format.bitsStored()) / 4.0;
        return of(format, (row, column) -> range * (1 + Math.sin(row / 17.0) * Math.cos(column / 23.0)));
    }

    /** A disc with sharp inner edges and noise, in air that is constant. */
    static Frame section(FrameFormat format, long seed) {
        Random random = new Random(seed);
        double unit = (1 << format.bitsStored()) / 256.0;
        return of(format, (row, column) -> {
            double radius = Math.hypot(row - format.rows() / 2.0, (column - format.columns() / 2.0) * 0.8);
            if (radius > format.rows() * 0.45) {
                return format.signed() ? -unit * 100 : unit;
            }
            return unit * (radius % 20 < 7 ? 60 : 20) + random.nextGaussian() * unit / 8;
        });
    }

    static Frame of(FrameFormat format, Content content) {
        short[] samples = new short[format.samples()];
        for (int i = 0; i < samples.length; i++) {
            int value = (int) content.at(i / format.columns(), i % format.columns());
            int unused = Integer.SIZE - format.bitsStored();
            samples[i] = (short) (format.signed() ? value << unused >> unused : value << unused >>> unused);
        }
        return new Frame(format, samples);
    }

    Raster raster() {
        int type = format.bitsAllocated() == 8
                ? DataBuffer.TYPE_BYTE
                : format.signed() ? DataBuffer.TYPE_SHORT : DataBuffer.TYPE_USHORT;
        WritableRaster raster =
                Raster.createWritableRaster(new BandedSampleModel(type, format.columns(), format.rows(), 1), null);
        for (int i = 0; i < samples.length; i++) {
            raster.setSample(i % format.columns(), i / format.columns(), 0, value(i));
        }
        return raster;
    }

    int value(int sample) {
        return format.signed() ? samples[sample] : samples[sample] & 0xffff;
    }

    int largestDifference(Frame other) {
        int largest = 0;
        for (int i = 0; i < samples.length; i++) {
            largest = Math.max(largest, Math.abs(value(i) - other.value(i)));
        }
        return largest;
    }

    static short[] decode(byte[] codestream, FrameFormat format) {
        short[] samples = new short[format.samples()];
        new Jpeg2000Decoder().decode(codestream, 0, codestream.length, format, samples);
        return samples;
    }
}
