package io.mirstream.imaging.dcm4che;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.dicom.TransferSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Tag;
import org.dcm4che3.io.DicomInputStream;

/**
 * A file that dcm4che has read up to its pixels.
 *
 * @param meta the file meta group; null when the file has none
 * @param hasPixels whether {@code stream} stands at the value of Pixel Data
 */
record ParsedFile(Attributes meta, Attributes root, TransferSyntax syntax, boolean hasPixels, DicomInputStream stream)
        implements AutoCloseable {
    /**
     * Reads everything before the pixels.
     *
     * @throws CodedException {@code NOT_DICOM}, {@code TRUNCATED}, {@code MALFORMED}, {@code LIMIT_EXCEEDED}
     * @throws IOException when the file cannot be opened
     */
    static ParsedFile open(Path file, ReadLimits limits) throws IOException {
        long size = Files.size(file);
        DicomInputStream stream = recognised(new ForeignBytes(Files.newInputStream(file)), size);
        try {
            return ForeignBytes.decode(() -> parse(stream, size, limits));
        } catch (CodedException e) {
            stream.close();
            throw e;
        }
    }

    private static DicomInputStream recognised(InputStream bytes, long size) throws IOException {
        try {
            return DicomInputStream.createWithLimit(bytes, size);
        } catch (CodedException e) {
            bytes.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw new CodedException(ErrorCode.NOT_DICOM, "dcm4che recognises no data set", e);
        }
    }

    private static ParsedFile parse(DicomInputStream stream, long size, ReadLimits limits) throws IOException {
        stream.setDicomInputHandler(CheckedValues.ofFile(size, limits.maxSlices()));
        Attributes meta = stream.readFileMetaInformation();
        if (meta != null && meta.getString(Tag.TransferSyntaxUID) == null) { // dcm4che would assume one
            throw new CodedException(ErrorCode.MALFORMED, "the file meta information has no transfer syntax");
        }
        TransferSyntax syntax = TransferSyntax.of(stream.getTransferSyntax());
        if (syntax.isDeflated()) {
            stream.setDicomInputHandler(CheckedValues.ofInflated(limits.maxFileBytes(), limits.maxSlices()));
        }
        PixelsReached pixels = new PixelsReached();
        Attributes root = stream.readDataset(pixels);
        return new ParsedFile(meta, root, syntax, pixels.reached, stream);
    }

    /** Pixel Data of the image itself; that of an icon lies deeper. */
    private static final class PixelsReached implements Predicate<DicomInputStream> {
        private boolean reached;

        @Override
        public boolean test(DicomInputStream stream) {
            reached = stream.level() == 0 && stream.tag() == Tag.PixelData;
            return reached;
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
