package io.mirstream.eval.dataset;

/**
 * What the released multimodal method embeds as a query's text. It makes text of a pandas Series, which is the row's
 * number, the head of the caption and the column's description, where it meant the caption.
 */
public final class ReleasedCaption {
    /** pandas' display.max_colwidth, with a leading blank of its own, in characters. */
    private static final int MAX_WIDTH = 50;

    private static final String ELLIPSIS = "...";

    private ReleasedCaption() {}

    /**
     * As {@code str(Series)} of pandas 1.5, for one row.
     *
     * @param row from 0
     */
    public static String of(int row, String caption) {
        String cell = " " + caption.replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n");
        if (cell.codePointCount(0, cell.length()) > MAX_WIDTH) {
            cell = cell.substring(0, cell.offsetByCodePoints(0, MAX_WIDTH - ELLIPSIS.length())) + ELLIPSIS;
        }
        return row + "   " + cell + "\nName: caption, dtype: object";
    }
}
