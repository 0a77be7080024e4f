package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Reads a data set up to its pixels: the root, and the functional groups of multi-frame images; what lies in other sequences
 * is skipped (PS3.5 section 7, PS3.10 section 7).
 */
final class DataSetParser {
    /** A longer value is none that this reader needs. */
    private static final int MAX_VALUE_BYTES = 4 << 10;

    /** Inflated to find the pixels: nearly every header is shorter. */
    private static final int HEAD_BYTES = 16 << 10;

    /** Sequences nest a few levels in practice. */
    private static final int MAX_DEPTH = 64;

    private static final long UNDEFINED = 0xffff_ffffL;
    private static final int PREAMBLE_BYTES = 128;
    private static final Set<String> LONG_FORM =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    /** Sequences that are read; they hold no others of these but in this order, two levels deep (PS3.3 C.7.6.16). */
    private static final Set<Integer> FUNCTIONAL_GROUPS =
            Set.of(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);

    private static final Set<Integer> FUNCTIONAL_GROUP_MACROS = Set.of(
            Tag.CT_IMAGE_FRAME_TYPE_SEQUENCE,
            Tag.FRAME_CONTENT_SEQUENCE,
            Tag.PLANE_POSITION_SEQUENCE,
            Tag.PLANE_ORIENTATION_SEQUENCE,
            Tag.PIXEL_MEASURES_SEQUENCE,
            Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE);

    /** Which sequences are read at each level: of the root, of a functional group, of a macro. */
    private static final List<Set<Integer>> READ_AT_LEVEL =
            List.of(FUNCTIONAL_GROUPS, FUNCTIONAL_GROUP_MACROS, Set.of());

    private final ByteSource source;
    private final boolean bigEndian;
    private final int maxItems;

    private DataSetParser(ByteSource source, boolean bigEndian, int maxItems) {
        this.source = source;
        this.bigEndian = bigEndian;
        this.maxItems = maxItems;
    }

    /**
     * A file's attributes.
     *
     * @param meta the file meta group (0002,xxxx)
     * @param source the file's bytes, or of a deflated data set the inflated ones, as many as were needed; the caller closes
     *     it
     * @param size of the data set, with the file meta group where it is not deflated; as large as can be when not all of it
     *     was inflated
     */
    record Parsed(
            DataSet meta,
            DataSet root,
            String transferSyntaxUid,
            TransferSyntax syntax,
            ByteSource source,
            long size) {}

    /**
     * @param maxInflatedBytes of a deflated data set
     * @param maxItems of a sequence of functional groups
     * @throws CodedException {@code NOT_DICOM}, {@code TRUNCATED}, {@code MALFORMED}, {@code LIMIT_EXCEEDED}
     */
    static Parsed parse(Path file, long maxInflatedBytes, int maxItems) throws IOException {
        ByteSource source = ByteSource.open(file);
        try {
            Parsed parsed = parse(source, maxInflatedBytes, maxItems);
            if (parsed.source() != source) {
                source.close();
            }
            return parsed;
        } catch (IOException | CodedException e) {
            source.close();
            throw e;
        }
    }

    private static Parsed parse(ByteSource file, long maxInflatedBytes, int maxItems) throws IOException {
        long start = startOfMeta(file);
        DataSet meta = new DataSet(false);
        long rootStart = new DataSetParser(file, false, maxItems).readMeta(start, meta);
        String uid = meta.text(Tag.TRANSFER_SYNTAX_UID).orElse("");
        TransferSyntax syntax;
        if (!uid.isEmpty()) {
            syntax = TransferSyntax.of(uid);
        } else if (rootStart == start) {
            syntax = looksExplicit(file, rootStart)
                    ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN
                    : TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
        } else {
            throw new CodedException(ErrorCode.MALFORMED, "the file meta information has no transfer syntax");
        }

        if (syntax.isDeflated()) {
            return parseDeflated(file, rootStart, meta, uid, maxInflatedBytes, maxItems);
        }
        DataSet root = new DataSet(syntax.isBigEndian());
        new DataSetParser(file, syntax.isBigEndian(), maxItems).readRoot(rootStart, syntax.isExplicit(), root);
        return new Parsed(meta, root, uid, syntax, file, file.size());
    }

    private static Parsed parseDeflated(
            ByteSource file, long start, DataSet meta, String uid, long maxBytes, int maxItems) throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        ByteSource data = ByteSource.of(head, Inflated.first(file, start, head, HEAD_BYTES));
        DataSet root = new DataSet(false);
        if (reachesPixels(data, maxItems, root)) {
            DataSet.PixelData pixels = root.pixelData().orElseThrow();
            if (pixels.offset() + pixels.length() > maxBytes) {
                throw Inflated.tooLarge();
            }
            return new Parsed(meta, root, uid, TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN, data, Long.MAX_VALUE);
        }
        data = Inflated.whole(file, start, maxBytes);
        try {
            root = new DataSet(false);
            new DataSetParser(data, false, maxItems).readRoot(0, true, root);
            return new Parsed(meta, root, uid, TransferSyntax.DEFLATED_EXPLICIT_LITTLE_ENDIAN, data, data.size());
        } catch (CodedException e) {
            data.close();
            throw e;
        }
    }

    /** Whether the header ends in what was inflated; what is wrong with it otherwise shows when all of it is there. */
    private static boolean reachesPixels(ByteSource head, int maxItems, DataSet root) {
        try {
            new DataSetParser(head, false, maxItems).readRoot(0, true, root);
            return root.pixelData().isPresent();
        } catch (CodedException e) {
            return false;
        }
    }

    /**
     * The first bytes of a file's deflated data set.
     *
     * @param bytes how many are wanted; there may be fewer
     * @param room to put them in, when they fit
     * @param maxBytes of the whole data set, which is inflated when they do not
     * @throws CodedException {@code TRUNCATED}, {@code MALFORMED}, {@code LIMIT_EXCEEDED}
     */
    static ByteSource inflated(Path file, long bytes, byte[] room, long maxBytes) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            long start = new DataSetParser(source, false, 0).readMeta(startOfMeta(source), new DataSet(false));
            if (bytes > room.length) {
                return Inflated.whole(source, start, maxBytes);
            }
            int length = Inflated.first(source, start, room, (int) bytes);
            return ByteSource.of(room, length);
        }
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
    private long readMeta(long start, DataSet meta) {
        long position = start;
        while (position + 8 <= source.size() && source.u16(position, false) == 0x0002) {
            Element element = element(position, true);
            if (element.length == UNDEFINED || element.end() > source.size()) {
                throw new CodedException(ErrorCode.TRUNCATED, "the file ends in its meta information");
            }
            keep(element, meta);
            position = element.end();
        }
        return position;
    }

    private void readRoot(long start, boolean explicit, DataSet root) {
        long position = start;
        while (position < source.size()) {
            if (position + 8 > source.size()) {
                if (isZero(position)) {
                    return; // padding at the end
                }
                throw new CodedException(ErrorCode.TRUNCATED, "the file ends in an attribute's header");
            }
            Element element = element(position, explicit);
            if (element.tag == Tag.PIXEL_DATA) {
                root.pixelData(new DataSet.PixelData(
                        element.value, element.length == UNDEFINED ? -1 : element.length, element.vr.equals("OW")));
                return;
            }
            position = read(element, explicit, root, 0);
        }
    }

    private boolean isZero(long start) {
        for (long at = start; at < source.size(); at++) {
            if (source.u8(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Keeps an element's value, or reads or skips its items; returns where the next element is. */
    private long read(Element element, boolean explicit, DataSet dataSet, int level) {
        if (element.maySequence() && READ_AT_LEVEL.get(level).contains(element.tag)) {
            List<DataSet> items = new ArrayList<>();
            long end = readItems(element, explicit && !element.isUnknown(), items, level + 1);
            dataSet.put(element.tag, items);
            return end;
        }
        if (element.length == UNDEFINED) {
            return skipSequence(element, explicit);
        }
        if (element.end() > source.size()) {
            throw new CodedException(ErrorCode.TRUNCATED, "the file ends in an attribute's value");
        }
        keep(element, dataSet);
        return element.end();
    }

    private void keep(Element element, DataSet dataSet) {
        if (element.length <= MAX_VALUE_BYTES) {
            dataSet.put(element.tag, source.bytes(element.value, (int) element.length));
        }
    }

    // --- functional groups

    private long readItems(Element sequence, boolean explicit, List<DataSet> items, int level) {
        long end = sequence.length == UNDEFINED ? Long.MAX_VALUE : checkedEnd(sequence);
        long position = sequence.value;
        while (position < end) {
            Element item = element(position, explicit);
            if (item.tag == Tag.SEQUENCE_DELIMITER) {
                return item.value;
            }
            if (item.tag != Tag.ITEM) {
                throw new CodedException(ErrorCode.MALFORMED, "an item of a sequence is expected, and is not there");
            }
            if (items.size() >= maxItems) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "a sequence has more than " + maxItems + " items");
            }
            DataSet content = new DataSet(bigEndian);
            position = readItem(item, explicit, content, level);
            items.add(content);
        }
        return position;
    }

    private long readItem(Element item, boolean explicit, DataSet content, int level) {
        long end = item.length == UNDEFINED ? Long.MAX_VALUE : checkedEnd(item);
        long position = item.value;
        while (position < end) {
            Element element = element(position, explicit);
            if (element.tag == Tag.ITEM_DELIMITER) {
                return element.value;
            }
            position = read(element, explicit, content, level);
        }
        return position;
    }

    // --- elements

    /** One element's header; the value may reach past the end of the source. */
    private record Element(int tag, String vr, long value, long length) {
        /** Of a tag, or in an encoding, that has none. */
        static final String NO_VR = "";

        long end() {
            return value + length;
        }

        boolean isUnknown() {
            return vr.equals("UN");
        }

        boolean maySequence() {
            return vr.equals("SQ") || vr.equals("UN") || vr.equals(NO_VR);
        }
    }

    private Element element(long position, boolean explicit) {
        int tag = source.u16(position, bigEndian) << 16 | source.u16(position + 2, bigEndian);
        if (!explicit || tag >>> 16 == 0xfffe) {
            return new Element(tag, Element.NO_VR, position + 8, source.u32(position + 4, bigEndian));
        }
        String vr = new String(new char[] {(char) source.u8(position + 4), (char) source.u8(position + 5)});
        if (!isUpper(vr.charAt(0)) || !isUpper(vr.charAt(1))) {
            throw new CodedException(ErrorCode.MALFORMED, "an attribute has no value representation");
        }
        if (LONG_FORM.contains(vr)) {
            return new Element(tag, vr, position + 12, source.u32(position + 8, bigEndian));
        }
        return new Element(tag, vr, position + 8, source.u16(position + 6, bigEndian));
    }

    /** Walks a sequence of undefined length with a stack of its own: hostile nesting costs no thread's stack. */
    private long skipSequence(Element sequence, boolean explicit) {
        Deque<Boolean> explicitAtLevel = new ArrayDeque<>();
        // PS3.5 6.2.2: what is in a sequence of unknown representation is implicit little endian
        explicitAtLevel.push(explicit && !sequence.isUnknown());
        long position = sequence.value;
        while (true) {
            Element element = element(position, explicitAtLevel.peek());
            switch (element.tag) {
                case Tag.ITEM -> {
                    if (element.length == UNDEFINED) {
                        push(explicitAtLevel, explicitAtLevel.peek());
                        position = element.value;
                    } else {
                        position = checkedEnd(element);
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
                        push(explicitAtLevel, explicitAtLevel.peek() && !element.isUnknown());
                        position = element.value;
                    } else {
                        position = checkedEnd(element);
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

    private long checkedEnd(Element element) {
        if (element.end() > source.size()) {
            throw new CodedException(ErrorCode.TRUNCATED, "the file ends in a sequence");
        }
        return element.end();
    }
}
