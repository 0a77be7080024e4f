package io.mirstream.imaging.write;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures of volumes, for people: one row a volume, axial slices foot to head, then a coronal view. */
public final class Montage {
    private Montage() {}

    /**
     * @param centre of the window, HU
     * @param width of the window, HU
     * @param slices shown of each volume, evenly spread
     * @param side of a tile, pixels
     */
    public static void write(Path png, List<CtVolume> volumes, double centre, double width, int slices, int side)
            throws IOException {
        BufferedImage image =
                new BufferedImage(side * (slices + 1), side * volumes.size(), BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = image.getRaster();
        for (int row = 0; row < volumes.size(); row++) {
            CtVolume volume = volumes.get(row);
            for (int tile = 0; tile < slices; tile++) {
                int index = (int) Math.round((tile + 0.5) * volume.slices().size() / slices - 0.5);
                short[] slice = volume.slices().get(index);
                paint(
                        raster,
                        tile * side,
                        row * side,
                        side,
                        (x, y) -> {
                            int column = (int) (x * volume.columns());
                            int line = (int) (y * volume.rows());
                            return slice[line * volume.columns() + column];
                        },
                        centre,
                        width);
            }
            paint(raster, slices * side, row * side, side, (x, y) -> coronal(volume, x, y), centre, width);
        }
        ImageIO.write(image, "png", png.toFile());
    }

    /** Through the middle row, head up, in true proportions. */
    private static short coronal(CtVolume volume, double x, double y) {
        double widthMm = volume.columns() * volume.pixelSpacingMm();
        double heightMm = volume.slices().size() * volume.sliceSpacingMm();
        double up = (0.5 - y) * widthMm + heightMm / 2;
        int index = (int) Math.floor(up / volume.sliceSpacingMm());
        if (index < 0 || index >= volume.slices().size()) {
            return Short.MIN_VALUE;
        }
        int row = (int) (volume.rows() * 0.5);
        return volume.slices().get(index)[row * volume.columns() + (int) (x * volume.columns())];
    }

    private interface Sampler {
        short at(double x, double y);
    }

    private static void paint(
            WritableRaster raster, int left, int top, int side, Sampler sampler, double centre, double width) {
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double hu = sampler.at((x + 0.5) / side, (y + 0.5) / side);
                double grey = 255 * ((hu - centre) / width + 0.5);
                raster.setSample(left + x, top + y, 0, (int) Math.max(0, Math.min(255, grey)));
            }
        }
    }
}
