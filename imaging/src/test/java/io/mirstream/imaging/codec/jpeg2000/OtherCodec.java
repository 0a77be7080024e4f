package io.mirstream.imaging.codec.jpeg2000;

import com.github.jaiimageio.jpeg2000.impl.J2KImageReader;
import com.github.jaiimageio.jpeg2000.impl.J2KImageWriteParamJava;
import io.mirstream.imaging.codec.FrameFormat;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.imageio.stream.MemoryCacheImageInputStream;
import jj2000.j2k.codestream.writer.FileCodestreamWriter;
import jj2000.j2k.codestream.writer.HeaderEncoder;
import jj2000.j2k.entropy.encoder.EntropyCoder;
import jj2000.j2k.entropy.encoder.PostCompRateAllocator;
import jj2000.j2k.image.ImgDataConverter;
import jj2000.j2k.image.Tiler;
import jj2000.j2k.image.forwcomptransf.ForwCompTransf;
import jj2000.j2k.quantization.quantizer.Quantizer;
import jj2000.j2k.roi.encoder.ROIScaler;
import jj2000.j2k.util.CodestreamManipulator;
import jj2000.j2k.wavelet.analysis.ForwardWT;

/**
 * JJ2000, an implementation that shares nothing with this module's. Its stages are put together here, since its ImageIO
 * writer passes on only a few of their options.
 */
final class OtherCodec {
    private OtherCodec() {}

    /** Lossless unless the options say otherwise. */
    static byte[] encode(Frame frame, Consumer<J2KImageWriteParamJava> options) {
        return encode(frame, 0, 0, options);
    }

    /** Returns a codestream whose image lies at {@code left}, {@code top} of the reference grid. */
    static byte[] encode(Frame frame, int left, int top, Consumer<J2KImageWriteParamJava> options) {
        try {
            Path file = Files.createTempFile("encoded-", ".j2c");
            try {
                encode(frame, left, top, options, file);
                return Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static short[] decode(byte[] codestream, FrameFormat format) {
        J2KImageReader reader = new J2KImageReader(null);
        try {
            reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(codestream)));
            Raster raster = reader.readRaster(0, null);
            int[] values = raster.getSamples(
                    raster.getMinX(), raster.getMinY(), format.columns(), format.rows(), 0, (int[]) null);
            return Frame.of(format, (row, column) -> values[row * format.columns() + column])
                    .samples();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reader.dispose();
        }
    }

    private static void encode(Frame frame, int left, int top, Consumer<J2KImageWriteParamJava> options, Path file)
            throws IOException {
        J2KImageWriteParamJava param = new J2KImageWriteParamJava(frame.raster());
        param.setLossless(true);
        param.setFilters("w5x3");
        param.setEncodingRate(Double.MAX_VALUE);
        options.accept(param);
        FrameSource source = new FrameSource(frame);
        Tiler tiler = new Tiler(
                source,
                left,
                top,
                firstTile(left, source.getImgWidth(), param.getTileWidth()),
                firstTile(top, source.getImgHeight(), param.getTileHeight()),
                param.getTileWidth(),
                param.getTileHeight());
        ForwardWT wavelet = ForwardWT.createInstance(new ImgDataConverter(new ForwCompTransf(tiler, param)), param);
        ROIScaler regions = ROIScaler.createInstance(Quantizer.createInstance(wavelet, param), param);
        EntropyCoder coder = EntropyCoder.createInstance(
                regions,
                param,
                param.getCodeBlockSize(),
                param.getPrecinctPartition(),
                param.getBypass(),
                param.getResetMQ(),
                param.getTerminateOnByte(),
                param.getCausalCXInfo(),
                param.getCodeSegSymbol(),
                param.getMethodForMQLengthCalc(),
                param.getMethodForMQTermination());
        FileCodestreamWriter writer = new FileCodestreamWriter(file.toFile(), Integer.MAX_VALUE);
        PostCompRateAllocator rates =
                PostCompRateAllocator.createInstance(coder, (float) param.getEncodingRate(), writer, param);
        HeaderEncoder header = new HeaderEncoder(
                source, new boolean[] {frame.format().signed()}, wavelet, tiler, param, regions, rates);
        rates.setHeaderEncoder(header);
        header.encodeMainHeader();
        rates.initialize();
        header.reset();
        header.encodeMainHeader();
        writer.commitBitstreamHeader(header);
        rates.runAndWrite();
        writer.close();
        boolean packed = param.getPackPacketHeaderInMain() || param.getPackPacketHeaderInTile();
        if (param.getPacketPerTilePart() > 0 || packed) {
            new CodestreamManipulator(
                            file.toFile(),
                            tiler.getNumTiles(),
                            param.getPacketPerTilePart(),
                            param.getPackPacketHeaderInMain(),
                            param.getPackPacketHeaderInTile(),
                            false,
                            false)
                    .doCodestreamManipulation();
        }
    }

    /** As far before the image as leaves the number of tiles, which the options have been told already. */
    private static int firstTile(int start, int size, int tileSize) {
        return Math.max(0, start - (tileSize - size % tileSize) % tileSize);
    }
}
