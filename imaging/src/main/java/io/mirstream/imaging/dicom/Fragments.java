package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Encapsulated pixel data: an offset table, which may be empty, then fragments, of which each frame has one or more (PS3.5
 * A.4).
 */
public final class Fragments {
    private static final long UNDEFINED = 0xffff_ffffL;

    /** Tag and length of an item. */
    private static final int ITEM_HEADER_BYTES = 8;

    /** Where fragments lie: reads bytes there, or throws {@code TRUNCATED}. */
    @FunctionalInterface
    public interface Bytes {
        byte[] at(long position, int length);
    }

    /** Bytes of a source. */
    public record Range(long start, int length) {
        long end() {
            return start + length;
        }
    }

    private Fragments() {}

    /**
     * The fragments of each frame, in order.
     *
     * @param start of the offset table's item
     * @throws CodedException {@code MALFORMED}, {@code TRUNCATED}
     */
    static List<List<Range>> ofFrames(ByteSource source, long start, int frames) {
        return ofFrames(items(source, start), source::bytes, frames);
    }

    /**
     * The fragments of each frame, in order.
     *
     * @param items the values of all items, the offset table first
     * @throws CodedException {@code MALFORMED}, {@code TRUNCATED}
     */
    public static List<List<Range>> ofFrames(List<Range> items, Bytes source, int frames) {
        if (items.isEmpty()) {
            throw new CodedException(ErrorCode.MALFORMED, "encapsulated pixel data has no offset table");
        }
        Range table = items.getFirst();
        List<Range> fragments = items.subList(1, items.size());
        if (frames == 1) {
            return List.of(fragments);
        }
        if (fragments.size() == frames) {
            return fragments.stream().map(List::of).toList();
        }
        return table.length() == 0
                ? byStartOfImage(source, fragments, frames)
                : byOffsets(source, table, fragments, frames);
    }

    /** All items up to the sequence's end, the offset table first. */
    private static List<Range> items(ByteSource source, long start) {
        List<Range> items = new ArrayList<>();
        long position = start;
        while (true) {
            int tag = source.u16(position, false) << 16 | source.u16(position + 2, false);
            long length = source.u32(position + 4, false);
            if (tag == Tag.SEQUENCE_DELIMITER && !items.isEmpty()) {
                return items;
            }
            if (tag != Tag.ITEM || length == UNDEFINED) {
                throw new CodedException(ErrorCode.MALFORMED, "a fragment is expected, and is not there");
            }
            if (length > source.size() - position - ITEM_HEADER_BYTES) {
                throw new CodedException(ErrorCode.TRUNCATED, "the file ends in a fragment");
            }
            if (length > Integer.MAX_VALUE) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "a fragment has more than 2 GiB");
            }
            items.add(new Range(position + ITEM_HEADER_BYTES, (int) length));
            position += ITEM_HEADER_BYTES + length;
        }
    }

    /** Offsets count from the first fragment's item. */
    private static List<List<Range>> byOffsets(Bytes source, Range table, List<Range> fragments, int frames) {
        if (table.length() != 4L * frames) {
            throw new CodedException(ErrorCode.MALFORMED, "the offset table does not have one offset a frame");
        }
        ByteBuffer offsets =
                ByteBuffer.wrap(source.at(table.start(), table.length())).order(ByteOrder.LITTLE_ENDIAN);
        long first = table.end();
        List<List<Range>> perFrame = new ArrayList<>();
        int next = 0;
        for (int frame = 0; frame < frames; frame++) {
            long end = frame + 1 < frames ? first + (offsets.getInt(4 * (frame + 1)) & UNDEFINED) : Long.MAX_VALUE;
            List<Range> own = new ArrayList<>();
            while (next < fragments.size() && fragments.get(next).start() - ITEM_HEADER_BYTES < end) {
                own.add(fragments.get(next++));
            }
            perFrame.add(own);
        }
        return requireEachHasOne(perFrame);
    }

    /** Without a table a frame begins where a fragment begins with a start-of-image mark (JPEG, JPEG-LS, JPEG 2000). */
    private static List<List<Range>> byStartOfImage(Bytes source, List<Range> fragments, int frames) {
        List<List<Range>> perFrame = new ArrayList<>();
        for (Range fragment : fragments) {
            if (startsImage(source, fragment)) {
                perFrame.add(new ArrayList<>());
            }
            if (perFrame.isEmpty()) {
                throw new CodedException(ErrorCode.MALFORMED, "the first fragment does not begin a frame");
            }
            perFrame.getLast().add(fragment);
        }
        if (perFrame.size() != frames) {
            throw new CodedException(ErrorCode.MALFORMED, "the fragments do not form as many frames as declared");
        }
        return requireEachHasOne(perFrame);
    }

    private static boolean startsImage(Bytes source, Range fragment) {
        if (fragment.length() < 2) {
            return false;
        }
        int mark = ByteBuffer.wrap(source.at(fragment.start(), 2)).getShort() & 0xffff;
        return mark == 0xffd8 || mark == 0xff4f;
    }

    private static List<List<Range>> requireEachHasOne(List<List<Range>> perFrame) {
        if (perFrame.stream().anyMatch(List::isEmpty)) {
            throw new CodedException(ErrorCode.MALFORMED, "a frame has no fragment");
        }
        return perFrame;
    }
}
