package io.mirstream.imaging.dcm4che;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputHandler;
import org.dcm4che3.io.DicomInputStream;

/**
 * Stands between dcm4che's parser and its memory: checks every declared length before dcm4che acts on it, and keeps only
 * values and sequences that may describe the image. dcm4che would keep whatever comes, and its recursion has no limit.
 */
final class CheckedValues implements DicomInputHandler {
    /** A longer value is none that describes an image. */
    private static final int MAX_VALUE_BYTES = 4 << 10;

    /** Sequences nest a few levels in practice. */
    private static final int MAX_DEPTH = 64;

    private static final long UNDEFINED = -1;

    private final long size;
    private final ErrorCode codeBeyond;
    private final String reasonBeyond;
    private final int maxItems;
    private int unwanted; // sequences around the current position that are read past

    private CheckedValues(long size, ErrorCode codeBeyond, String reasonBeyond, int maxItems) {
        this.size = size;
        this.codeBeyond = codeBeyond;
        this.reasonBeyond = reasonBeyond;
        this.maxItems = maxItems;
    }

    /** @param maxItems of a sequence of functional groups */
    static CheckedValues ofFile(long size, int maxItems) {
        return new CheckedValues(size, ErrorCode.TRUNCATED, "the file ends in an attribute's value", maxItems);
    }

    /** @param maxItems of a sequence of functional groups */
    static CheckedValues ofInflated(long maxBytes, int maxItems) {
        return new CheckedValues(
                maxBytes, ErrorCode.LIMIT_EXCEEDED, "the deflated data set is larger than allowed", maxItems);
    }

    @Override
    public void readValue(DicomInputStream stream, Attributes attributes) throws IOException {
        long length = stream.unsignedLength();
        requireInside(stream, length);
        if (stream.vr() != VR.SQ && length > MAX_VALUE_BYTES) {
            stream.skipFully(length);
        } else if (stream.vr() != VR.SQ || isFunctionalGroups(stream)) {
            stream.readValue(stream, attributes);
        } else {
            unwanted++;
            stream.readValue(stream, attributes);
            unwanted--;
        }
    }

    /** Sequences of the root that hold the functional groups, and the sequences in these (PS3.3 C.7.6.16). */
    private static boolean isFunctionalGroups(DicomInputStream stream) {
        return switch (stream.level()) {
            case 0 ->
                stream.tag() == Tag.SharedFunctionalGroupsSequence
                        || stream.tag() == Tag.PerFrameFunctionalGroupsSequence;
            case 1 -> true;
            default -> false;
        };
    }

    @Override
    public void readValue(DicomInputStream stream, Sequence items) throws IOException {
        requireInside(stream, stream.unsignedLength());
        if (stream.level() > MAX_DEPTH) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "sequences nest deeper than " + MAX_DEPTH);
        }
        if (unwanted > 0) {
            if (stream.unsignedLength() != 0) {
                stream.readItemValue(new Attributes(items.getParent().bigEndian()), stream.unsignedLength());
            }
        } else if (items.size() >= maxItems) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "a sequence has more than " + maxItems + " items");
        } else {
            stream.readValue(stream, items);
        }
    }

    /** Of an attribute that is not Pixel Data, at which reading stops. */
    @Override
    public void readValue(DicomInputStream stream, Fragments fragments) throws IOException {
        requireInside(stream, stream.unsignedLength());
        stream.skipFully(stream.unsignedLength());
    }

    private void requireInside(DicomInputStream stream, long length) {
        if (length != UNDEFINED && stream.getPosition() + length > size) {
            throw new CodedException(codeBeyond, reasonBeyond);
        }
    }

    @Override
    public void startDataset(DicomInputStream stream) {}

    @Override
    public void endDataset(DicomInputStream stream) {}
}
