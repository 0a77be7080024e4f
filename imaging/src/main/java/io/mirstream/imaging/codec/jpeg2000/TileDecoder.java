package io.mirstream.imaging.codec.jpeg2000;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Arrays;

/** Decodes one tile after the other into a plane that is kept. */
final class TileDecoder {
    /**
     * Code-blocks and precincts that a tile may have for its samples: 4 x 4 code-blocks, the smallest, are one part for
     * 16 samples each.
     */
    private static final int SAMPLES_PER_PART = 8;

    private static final int PARTS_OF_ANY_TILE = 4096;

    private final Chunks chunks = new Chunks();
    private final PacketReader packets = new PacketReader(chunks);
    private final BlockDecoder blocks = new BlockDecoder();
    private final ReversibleWavelet reversible = new ReversibleWavelet();
    private final IrreversibleWavelet irreversible = new IrreversibleWavelet();
    private byte[] joined = new byte[0];
    private int[] integers = new int[0];
    private float[] reals = new float[0];

    /**
     * Decodes a tile.
     *
     * @param area its samples, not none
     * @param image the whole image, whose upper left sample is the first of {@code samples}
     * @param codestream where the tile's packets lie
     */
    void decode(TileData tile, Area area, ImageSize image, byte[] codestream, short[] samples) {
        CodingParameters parameters = tile.parameters();
        CodingStyle style = parameters.style();
        Quantization quantization = parameters.quantization();
        if (style.reversible() && !quantization.none()) {
            throw new CodedException(
                    ErrorCode.UNSUPPORTED_PIXELS, "a JPEG 2000 reversible transform with quantization");
        }
        checkSize(tile, area, style, parameters.progression().layers());
        Resolution[] resolutions = new Resolution[style.levels() + 1];
        for (int i = 0; i < resolutions.length; i++) {
            resolutions[i] = Resolution.of(area, style, quantization, image.precision(), i);
        }
        byte[] data = tile.parts() == 1 ? codestream : join(tile, codestream);
        int from = tile.parts() == 1 ? tile.from(0) : 0;
        chunks.clear();
        packets.start(data, from, from + tile.bytes(), parameters);
        new PacketOrder(resolutions, parameters.progression(), area, packets).readAll();
        SampleWriter writer = new SampleWriter(image, area, samples);
        if (style.reversible()) {
            int[] plane = integers(area);
            decodeBlocks(resolutions, parameters, area.width(), data);
            for (int i = 1; i < resolutions.length; i++) {
                if (!resolutions[i].area().isEmpty()) {
                    reversible.raise(plane, area.width(), resolutions[i - 1].area(), resolutions[i].area());
                }
            }
            writer.write(plane);
        } else {
            float[] plane = reals(area);
            decodeBlocks(resolutions, parameters, area.width(), data);
            for (int i = 1; i < resolutions.length; i++) {
                if (!resolutions[i].area().isEmpty()) {
                    irreversible.raise(plane, area.width(), resolutions[i - 1].area(), resolutions[i].area());
                }
            }
            writer.write(plane);
        }
    }

    /** Before anything is built: every packet takes a byte at least, and parts cost memory. */
    private static void checkSize(TileData tile, Area area, CodingStyle style, int layers) {
        long precincts = 0;
        long parts = 0;
        for (int i = 0; i <= style.levels(); i++) {
            precincts += Resolution.precincts(area, style, i);
            parts += Resolution.parts(area, style, i);
        }
        if (parts > PARTS_OF_ANY_TILE + (long) area.width() * area.height() / SAMPLES_PER_PART) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "a JPEG 2000 tile has too many precincts");
        }
        if (precincts * layers > tile.bytes()) {
            throw new CodedException(ErrorCode.TRUNCATED, "a JPEG 2000 tile has fewer bytes than packets");
        }
    }

    private byte[] join(TileData tile, byte[] codestream) {
        if (joined.length < tile.bytes()) {
            joined = new byte[tile.bytes()];
        }
        int size = 0;
        for (int part = 0; part < tile.parts(); part++) {
            int length = tile.to(part) - tile.from(part);
            System.arraycopy(codestream, tile.from(part), joined, size, length);
            size += length;
        }
        return joined;
    }

    private int[] integers(Area area) {
        int size = area.width() * area.height();
        if (integers.length < size) {
            integers = new int[size];
        } else {
            Arrays.fill(integers, 0, size, 0);
        }
        return integers;
    }

    private float[] reals(Area area) {
        int size = area.width() * area.height();
        if (reals.length < size) {
            reals = new float[size];
        } else {
            Arrays.fill(reals, 0, size, 0);
        }
        return reals;
    }

    private void decodeBlocks(Resolution[] resolutions, CodingParameters parameters, int stride, byte[] data) {
        for (Resolution resolution : resolutions) {
            for (Subband subband : resolution.subbands()) {
                for (Precinct precinct : subband.precincts()) {
                    if (precinct != null) {
                        for (CodeBlock block : precinct.blocks) {
                            decodeBlock(block, subband, parameters, stride, data);
                        }
                    }
                }
            }
        }
    }

    private void decodeBlock(CodeBlock block, Subband subband, CodingParameters parameters, int stride, byte[] data) {
        if (block.firstChunk < 0) {
            return;
        }
        int shift = parameters.regionShift();
        CodingStyle style = parameters.style();
        int[] values = blocks.decode(block, subband.kind(), subband.magnitudeBits() + shift, style, chunks, data);
        if (shift > 0 && shift < Integer.SIZE - 1) { // higher than any decoded coefficient lies no region
            unshiftRegion(values, block.width * block.height, shift);
        }
        int to = block.row * stride + block.column;
        for (int row = 0; row < block.height; row++, to += stride) {
            if (style.reversible()) {
                store(values, row * block.width, block.width, integers, to);
            } else {
                store(values, row * block.width, block.width, subband.stepSize() / 2, reals, to);
            }
        }
    }

    /** Magnitudes that reach above the background's are the region's (T.800 H.1). */
    private static void unshiftRegion(int[] values, int count, int shift) {
        for (int i = 0; i < count; i++) {
            int magnitude = values[i] & Integer.MAX_VALUE;
            if (magnitude >>> 1 >>> shift != 0) {
                values[i] = values[i] & Integer.MIN_VALUE | magnitude >>> shift;
            }
        }
    }

    private static void store(int[] values, int from, int count, int[] plane, int to) {
        for (int i = 0; i < count; i++) {
            int value = values[from + i];
            int sign = value >> 31;
            plane[to + i] = ((value & Integer.MAX_VALUE) >> 1 ^ sign) - sign;
        }
    }

    private static void store(int[] values, int from, int count, float unit, float[] plane, int to) {
        for (int i = 0; i < count; i++) {
            int value = values[from + i];
            int sign = value >> 31;
            plane[to + i] = unit * (((value & Integer.MAX_VALUE) ^ sign) - sign);
        }
    }
}
