package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the root of a data set up to its pixels, and skips what lies in sequences (PS3.5 section 7, PS3.10 section 7). */
final class DataSetParser {
    /** A longer value is none that this reader needs. */
    private static final int MAX_VALUE_BYTES = 4 << 10;

    /** Sequences nest a few levels in practice. */
    private static final int MAX_DEPTH = 64;

    private static final long UNDEFINED = 0xffff_ffffL;
    private static final int PREAMBLE_BYTES = 128;
    private static final Set<String> LONG_FORM =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private DataSetParser() {}

    /**
     * A file's attributes.
     *
     * @param meta the file meta group (0002,xxxx)
     * @param source the bytes that hold the pixels; the caller closes it
     */
    record Parsed(DataSet meta, DataSet root, String transferSyntaxUid, TransferSyntax syntax, ByteSource source) {}

    /**
     * @param maxInflatedBytes of a deflated data set
     * @throws CodedException {@code NOT_DICOM}, {@code TRUNCATED}, {@code MALFORMED}, {@code LIMIT_EXCEEDED}
     */
    static Parsed parse(Path file, long maxInflatedBytes) throws IOException {
        ByteSource source = ByteSource.open(file);
        try {
            Parsed parsed = parse(source, maxInflatedBytes);
            if (parsed.source() != source) {
                source.close();
            }
            return parsed;
        } catch (CodedException e) {
            source.close();
            throw e;
        }
    }

    private static Parsed parse(ByteSource source, long maxInflatedBytes) {
        long start = startOfMeta(source);
        DataSet meta = new DataSet(false);
        long rootStart = readMeta(source, start, meta);
        String uid = meta.text(Tag.TRANSFER_SYNTAX_UID).orElse("");
        TransferSyntax syntax;
        if (!uid.isEmpty()) {
            syntax = TransferSyntax.of(uid);
        } else if (rootStart == start) {
            syntax = looksExplicit(source, rootStart)
                    ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN
                    : TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
        } else {
            throw new CodedException(ErrorCode.MALFORMED, "the file meta information has no transfer syntax");
        }

        ByteSource data = source;
        if (syntax.deflated) {
            data = ByteSource.of(inflate(source, rootStart, maxInflatedBytes));
            rootStart = 0;
        }
        DataSet root = new DataSet(syntax.bigEndian);
        readRoot(data, rootStart, syntax.explicit, syntax.bigEndian, root);
        return new Parsed(meta, root, uid, syntax, data);
    }

    /** After "DICM", or 0 for a file that starts with an element of group 0002 or 0008 at once. */
    private static long startOfMeta(ByteSource source) {
        long magic = PREAMBLE_BYTES;
        if (source.size() >= magic + 4 && source.u32(magic, true) == 0x4449_434dL) {
            return magic + 4;
        }
        if (source.size() >= 8) {
            int group = source.u16(0, false);
            int element = source.u16(2, false);
            boolean plausible = (group == 0x0002 || group == 0x0008) && element <= 0x0100;
            if (plausible && (looksExplicit(source, 0) || source.u32(4, false) <= source.size() - 8)) {
                return 0;
            }
        }
        throw new CodedException(ErrorCode.NOT_DICOM, "no DICM mark and no data set where one would start");
    }

    private static boolean looksExplicit(ByteSource source, long position) {
        return source.size() >= position + 8 && isUpper(source.u8(position + 4)) && isUpper(source.u8(position + 5));
    }

    private static boolean isUpper(int character) {
        return character >= 'A' && character <= 'Z';
    }

    /** Returns where the data set starts. */
    private static long readMeta(ByteSource source, long start, DataSet meta) {
        long position = start;
        while (position + 8 <= source.size() && source.u16(position, false) == 0x0002) {
            Element element = element(source, position, true, false);
            if (element.length == UNDEFINED || element.end() > source.size()) {
                throw new CodedException(ErrorCode.TRUNCATED, "the file ends in its meta information");
            }
            keep(source, element, meta);
            position = element.end();
        }
        return position;
    }

    private static void readRoot(ByteSource source, long start, boolean explicit, boolean bigEndian, DataSet root) {
        long position = start;
        while (position < source.size()) {
            if (position + 8 > source.size()) {
                if (isZero(source, position)) {
                    return; // padding at the end
                }
                throw new CodedException(ErrorCode.TRUNCATED, "the file ends in an attribute's header");
            }
            Element element = element(source, position, explicit, bigEndian);
            if (element.tag == Tag.PIXEL_DATA) {
                root.pixelData(new DataSet.PixelData(element.value, element.length == UNDEFINED ? -1 : element.length));
                return;
            }
            if (element.length == UNDEFINED) {
                position = skipSequence(source, element, explicit, bigEndian);
            } else if (element.end() > source.size()) {
                throw new CodedException(ErrorCode.TRUNCATED, "the file ends in an attribute's value");
            } else {
                keep(source, element, root);
                position = element.end();
            }
        }
    }

    private static boolean isZero(ByteSource source, long start) {
        for (long at = start; at < source.size(); at++) {
            if (source.u8(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private static void keep(ByteSource source, Element element, DataSet dataSet) {
        if (element.length <= MAX_VALUE_BYTES) {
            dataSet.put(element.tag, source.bytes(element.value, (int) element.length));
        }
    }

    /** One element's header; the value may reach past the end of the source. */
    private record Element(int tag, long value, long length, boolean unknown) {
        long end() {
            return value + length;
        }
    }

    private static Element element(ByteSource source, long position, boolean explicit, boolean bigEndian) {
        int tag = source.u16(position, bigEndian) << 16 | source.u16(position + 2, bigEndian);
        if (!explicit || tag >>> 16 == 0xfffe) {
            return new Element(tag, position + 8, source.u32(position + 4, bigEndian), false);
        }
        String vr = new String(new char[] {(char) source.u8(position + 4), (char) source.u8(position + 5)});
        if (!isUpper(vr.charAt(0)) || !isUpper(vr.charAt(1))) {
            throw new CodedException(ErrorCode.MALFORMED, "an attribute has no value representation");
        }
        if (LONG_FORM.contains(vr)) {
            return new Element(tag, position + 12, source.u32(position + 8, bigEndian), vr.equals("UN"));
        }
        return new Element(tag, position + 8, source.u16(position + 6, bigEndian), false);
    }

    /** Walks a sequence of undefined length with a stack of its own: hostile nesting costs no thread's stack. */
    private static long skipSequence(ByteSource source, Element sequence, boolean explicit, boolean bigEndian) {
        Deque<Boolean> explicitAtLevel = new ArrayDeque<>();
        // PS3.5 6.2.2: what is in a sequence of unknown representation is implicit little endian
        explicitAtLevel.push(explicit && !sequence.unknown);
        long position = sequence.value;
        while (true) {
            Element element = element(source, position, explicitAtLevel.peek(), bigEndian);
            switch (element.tag) {
                case Tag.ITEM -> {
                    if (element.length == UNDEFINED) {
                        push(explicitAtLevel, explicitAtLevel.peek());
                        position = element.value;
                    } else {
                        position = checkedEnd(source, element);
                    }
                }
                case Tag.ITEM_DELIMITER, Tag.SEQUENCE_DELIMITER -> {
                    position = element.value;
                    explicitAtLevel.pop();
                    if (explicitAtLevel.isEmpty()) {
                        return position;
                    }
                }
                default -> {
                    if (element.length == UNDEFINED) {
                        push(explicitAtLevel, explicitAtLevel.peek() && !element.unknown);
                        position = element.value;
                    } else {
                        position = checkedEnd(source, element);
                    }
                }
            }
        }
    }

    private static void push(Deque<Boolean> levels, boolean explicit) {
        if (levels.size() >= MAX_DEPTH) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "sequences nest deeper than " + MAX_DEPTH);
        }
        levels.push(explicit);
    }

    private static long checkedEnd(ByteSource source, Element element) {
        if (element.end() > source.size()) {
            throw new CodedException(ErrorCode.TRUNCATED, "the file ends in a sequence");
        }
        return element.end();
    }

    private static byte[] inflate(ByteSource source, long start, long maxBytes) {
        Inflater inflater = new Inflater(true);
        try {
            ByteArrayOutputStream inflated = new ByteArrayOutputStream();
            byte[] output = new byte[64 << 10];
            long position = start;
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int length = (int) Math.min(64 << 10, source.size() - position);
                    if (length == 0) {
                        throw new CodedException(ErrorCode.TRUNCATED, "the deflated data set ends early");
                    }
                    inflater.setInput(source.bytes(position, length));
                    position += length;
                }
                int count = inflater.inflate(output);
                if (inflated.size() + count > Math.min(maxBytes, Integer.MAX_VALUE - 64)) {
                    throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the deflated data set is larger than allowed");
                }
                inflated.write(output, 0, count);
                if (count == 0 && inflater.needsDictionary()) {
                    throw new CodedException(ErrorCode.MALFORMED, "the deflated data set wants a dictionary");
                }
            }
            return inflated.toByteArray();
        } catch (DataFormatException e) {
            throw new CodedException(ErrorCode.MALFORMED, "the deflated data set cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }
}
