package io.mirstream.imaging.dcm4che;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.dicom.DataSet;
import io.mirstream.imaging.dicom.FrameSource;
import io.mirstream.imaging.dicom.ImageFileReader;
import io.mirstream.imaging.dicom.TransferSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;

/** Attributes and frames as dcm4che finds them. What they mean is read from them by the imaging module, as with its own. */
public final class Dcm4cheFileReader implements ImageFileReader {
    public static final String NAME = "dcm4che";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Header header(Path file, ReadLimits limits) throws IOException {
        long size = Files.size(file);
        try (ParsedFile parsed = ParsedFile.open(file, limits)) {
            return ForeignBytes.decode(() -> header(parsed, size, limits));
        }
    }

    private static Header header(ParsedFile parsed, long size, ReadLimits limits) throws IOException {
        DataSet root = dataSet(parsed.root());
        DataSet meta = parsed.meta() == null ? new DataSet(false) : dataSet(parsed.meta());
        String uid = parsed.meta() == null ? "" : parsed.meta().getString(Tag.TransferSyntaxUID, "");
        TransferSyntax syntax = parsed.syntax();
        if (parsed.hasPixels()) {
            DicomInputStream stream = parsed.stream();
            long length = stream.unsignedLength();
            root.pixelData(new DataSet.PixelData(stream.getPosition(), length, stream.vr() == VR.OW));
            if (syntax.isDeflated()) {
                return new Header(meta, root, uid, syntax, inflatedSize(stream, length, limits));
            }
        }
        return new Header(meta, root, uid, syntax, size);
    }

    /** Inflates the pixels and forgets them, so that a file that ends early is found out while it is listed. */
    private static long inflatedSize(DicomInputStream stream, long length, ReadLimits limits) throws IOException {
        if (stream.getPosition() + length > limits.maxFileBytes()) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the deflated data set is larger than allowed");
        }
        stream.skipFully(length);
        return stream.getPosition();
    }

    private static DataSet dataSet(Attributes attributes) {
        DataSet dataSet = new DataSet(attributes.bigEndian());
        for (int tag : attributes.tags()) {
            if (attributes.getValue(tag) instanceof Sequence items) {
                dataSet.put(tag, items.stream().map(Dcm4cheFileReader::dataSet).toList());
            } else {
                byte[] value = attributes.getSafeBytes(tag);
                if (value != null) {
                    dataSet.put(tag, value);
                }
            }
        }
        return dataSet;
    }

    @Override
    public FrameSource frames(ReadLimits limits) {
        return new Dcm4cheFrames(limits);
    }
}
