package io.mirstream.contracts.event;

/**
 * Which Hounsfield units a channel of a {@link PreviewImage} shows: 0 is the window's lower end or less, 255 its upper end or
 * more, linear between (PS3.3 C.11.2.1.3.2). Where a channel is neither 0 nor 255 it tells the units, so that other windows
 * can be had from the three.
 */
public enum PreviewWindow {
    /** Lung. */
    RED(-600, 1500),
    /** Soft tissue. */
    GREEN(40, 400),
    /** Bone. */
    BLUE(400, 1800);

    private static final int WHITE = 255;

    private final int level;
    private final int width;

    PreviewWindow(int level, int width) {
        this.level = level;
        this.width = width;
    }

    /** Its middle, HU. */
    public int level() {
        return level;
    }

    /** HU. */
    public int width() {
        return width;
    }

    public int lowest() {
        return level - width / 2;
    }

    public int highest() {
        return level + width / 2;
    }

    /** 0 to 255. */
    public int grey(int hounsfield) {
        int inside = Math.max(0, Math.min(width, hounsfield - lowest()));
        return (2 * WHITE * inside + width) / (2 * width);
    }
}
