package io.mirstream.imaging.codec.jpeg2000;

import java.awt.Point;
import jj2000.j2k.image.BlkImgDataSrc;
import jj2000.j2k.image.DataBlk;
import jj2000.j2k.image.DataBlkInt;

/** A frame as the other codec's encoder asks for it: one component, one tile, level shift applied. */
final class FrameSource implements BlkImgDataSrc {
    private final Frame frame;
    private final int shift;

    FrameSource(Frame frame) {
        this.frame = frame;
        this.shift = frame.format().signed() ? 0 : 1 << frame.format().bitsStored() - 1;
    }

    @Override
    public DataBlk getInternCompData(DataBlk block, int component) {
        int[] values = new int[block.w * block.h];
        for (int i = 0; i < values.length; i++) {
            int row = block.uly + i / block.w;
            int column = block.ulx + i % block.w;
            values[i] = frame.value(row * frame.format().columns() + column) - shift;
        }
        block.setData(values);
        block.offset = 0;
        block.scanw = block.w;
        block.progressive = false;
        return block;
    }

    @Override
    public DataBlk getCompData(DataBlk block, int component) {
        DataBlk copy = new DataBlkInt(block.ulx, block.uly, block.w, block.h);
        return getInternCompData(copy, component);
    }

    @Override
    public int getFixedPoint(int component) {
        return 0;
    }

    @Override
    public int getNomRangeBits(int component) {
        return frame.format().bitsStored();
    }

    @Override
    public int getImgWidth() {
        return frame.format().columns();
    }

    @Override
    public int getImgHeight() {
        return frame.format().rows();
    }

    @Override
    public int getTileWidth() {
        return getImgWidth();
    }

    @Override
    public int getTileHeight() {
        return getImgHeight();
    }

    @Override
    public int getNomTileWidth() {
        return getImgWidth();
    }

    @Override
    public int getNomTileHeight() {
        return getImgHeight();
    }

    @Override
    public int getTileCompWidth(int tile, int component) {
        return getImgWidth();
    }

    @Override
    public int getTileCompHeight(int tile, int component) {
        return getImgHeight();
    }

    @Override
    public int getCompImgWidth(int component) {
        return getImgWidth();
    }

    @Override
    public int getCompImgHeight(int component) {
        return getImgHeight();
    }

    @Override
    public int getNumComps() {
        return 1;
    }

    @Override
    public int getCompSubsX(int component) {
        return 1;
    }

    @Override
    public int getCompSubsY(int component) {
        return 1;
    }

    @Override
    public void setTile(int x, int y) {}

    @Override
    public void nextTile() {}

    @Override
    public Point getTile(Point reused) {
        return new Point();
    }

    @Override
    public int getTileIdx() {
        return 0;
    }

    @Override
    public int getTilePartULX() {
        return 0;
    }

    @Override
    public int getTilePartULY() {
        return 0;
    }

    @Override
    public int getCompULX(int component) {
        return 0;
    }

    @Override
    public int getCompULY(int component) {
        return 0;
    }

    @Override
    public int getImgULX() {
        return 0;
    }

    @Override
    public int getImgULY() {
        return 0;
    }

    @Override
    public Point getNumTiles(Point reused) {
        return new Point(1, 1);
    }

    @Override
    public int getNumTiles() {
        return 1;
    }
}
