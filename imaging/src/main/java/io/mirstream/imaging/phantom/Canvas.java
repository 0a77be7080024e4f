package io.mirstream.imaging.phantom;

/** One slice while it is painted: HU and labels on a grid in body millimetres (x left, y back, z up). */
final class Canvas {
    /** Edges fade over this much, as they do in a scanner's point spread. */
    private static final float EDGE_MM = 1.2f;

    final int side;
    final double pixelMm;
    final double leftMm;
    final double backMm;
    final double z;
    final float[] hounsfield;
    final byte[] labels;
    private final Noise noise;

    Canvas(int side, double pixelMm, double leftMm, double backMm, double z, Noise noise) {
        this.side = side;
        this.pixelMm = pixelMm;
        this.leftMm = leftMm;
        this.backMm = backMm;
        this.z = z;
        this.noise = noise;
        hounsfield = new float[side * side];
        labels = new byte[side * side];
    }

    double x(int column) {
        return leftMm + column * pixelMm;
    }

    double y(int row) {
        return backMm + row * pixelMm;
    }

    /** What a shape is made of. */
    interface Material {
        float at(double x, double y, double z, float behind);
    }

    /** The distance to a shape's surface, in mm, negative inside; at least roughly near it. */
    interface Shape {
        double distance(double x, double y, double z);

        /** A box that holds the shape: x0, x1, y0, y1, z0, z1. */
        double[] box();
    }

    void paint(Shape shape, Material material) {
        paint(shape, material, -1);
    }

    /** @param label given to voxels whose centre lies inside; negative for none */
    void paint(Shape shape, Material material, int label) {
        double[] box = shape.box();
        if (z < box[4] - EDGE_MM || z > box[5] + EDGE_MM) {
            return;
        }
        int column0 = Math.max(0, (int) ((box[0] - EDGE_MM - leftMm) / pixelMm));
        int column1 = Math.min(side - 1, (int) ((box[1] + EDGE_MM - leftMm) / pixelMm) + 1);
        int row0 = Math.max(0, (int) ((box[2] - EDGE_MM - backMm) / pixelMm));
        int row1 = Math.min(side - 1, (int) ((box[3] + EDGE_MM - backMm) / pixelMm) + 1);
        for (int row = row0; row <= row1; row++) {
            for (int column = column0; column <= column1; column++) {
                double x = x(column);
                double y = y(row);
                double distance = shape.distance(x, y, z);
                if (distance < EDGE_MM) {
                    int at = row * side + column;
                    float covered = (float) Math.min(1, (EDGE_MM - distance) / (2 * EDGE_MM));
                    float inside = material.at(x, y, z, hounsfield[at]);
                    hounsfield[at] += covered * (inside - hounsfield[at]);
                    if (label >= 0 && distance <= 0) {
                        labels[at] = (byte) label;
                    }
                }
            }
        }
    }

    /** An ellipsoid, turned about z by {@code turn} radians, its surface moved in and out by noise. */
    Shape ellipsoid(double cx, double cy, double cz, double rx, double ry, double rz, double turn, double wobble) {
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        double smallest = Math.min(rx, Math.min(ry, rz));
        double reach = Math.max(rx, ry) * (1 + wobble) + 1;
        double up = rz * (1 + wobble) + 1;
        double[] box = {cx - reach, cx + reach, cy - reach, cy + reach, cz - up, cz + up};
        double scale = Math.max(14, smallest * 0.8);
        return new Shape() {
            @Override
            public double distance(double x, double y, double z) {
                double dx = x - cx;
                double dy = y - cy;
                double u = (dx * cos + dy * sin) / rx;
                double v = (dy * cos - dx * sin) / ry;
                double w = (z - cz) / rz;
                double r = Math.sqrt(u * u + v * v + w * w);
                double surface =
                        wobble == 0 ? 1 : 1 + wobble * noise.smooth(x / scale + cz, y / scale + cx, z / scale + cy);
                return (r - surface) * smallest;
            }

            @Override
            public double[] box() {
                return box;
            }
        };
    }

    /** A rod with round ends, its radius from {@code r0} to {@code r1}. */
    static Shape rod(double x0, double y0, double z0, double x1, double y1, double z1, double r0, double r1) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double dz = z1 - z0;
        double length2 = Math.max(1e-9, dx * dx + dy * dy + dz * dz);
        double r = Math.max(r0, r1);
        double[] box = {
            Math.min(x0, x1) - r, Math.max(x0, x1) + r,
            Math.min(y0, y1) - r, Math.max(y0, y1) + r,
            Math.min(z0, z1) - r, Math.max(z0, z1) + r
        };
        return new Shape() {
            @Override
            public double distance(double x, double y, double z) {
                double t = ((x - x0) * dx + (y - y0) * dy + (z - z0) * dz) / length2;
                t = Math.max(0, Math.min(1, t));
                double ex = x - x0 - t * dx;
                double ey = y - y0 - t * dy;
                double ez = z - z0 - t * dz;
                return Math.sqrt(ex * ex + ey * ey + ez * ez) - (r0 + t * (r1 - r0));
            }

            @Override
            public double[] box() {
                return box;
            }
        };
    }
}
