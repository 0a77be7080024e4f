package io.mirstream.imaging.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * A trunk from pelvic floor (z = 0) to shoulders (z = 660), in mm of an average body; x to the left, y to the back, the
 * spine near x = 0, y = 60. One instance is one body: drawn from its noise when it is made, then only read.
 */
final class Torso {
    private static final float AIR = -1000;
    private static final float FAT = -100;
    private static final float MUSCLE = 55;
    private static final float LUNG = -850;
    private static final float TRABECULAR = 190;
    private static final float CORTICAL = 780;
    private static final int ORGAN_LABEL = 1;
    private static final int LESION_LABEL = 2;

    private final Anatomy anatomy;
    private final Noise noise;
    private final float blood;
    private final float liver;
    private final float cortex;
    private final double fatMm;
    private final double girth;
    private final double liverSize;
    private final List<Rod> lungVessels = new ArrayList<>();
    private final List<Rod> bowel = new ArrayList<>();
    private final List<LesionPlace> lesions;

    private record Rod(
            double x0, double y0, double z0, double x1, double y1, double z1, double r0, double r1, float hu) {
        Canvas.Shape shape() {
            return Canvas.rod(x0, y0, z0, x1, y1, z1, r0, r1);
        }
    }

    private record LesionPlace(double x, double y, double z, double rx, double ry, double rz, double turn) {}

    Torso(PhantomSpec spec, Noise noise) {
        this.anatomy = spec.anatomy();
        this.noise = noise;
        double phase = noise.unit(); // native, arterial, portal venous
        blood = (float) (phase < 0.25 ? noise.between(38, 48) : noise.between(130, 210));
        liver = (float) (phase < 0.25 ? noise.between(48, 62) : noise.between(85, 118));
        cortex = (float) (phase < 0.25 ? 32 : noise.between(140, 200));
        fatMm = noise.between(8, 26);
        girth = noise.between(0.92, 1.08);
        liverSize = noise.between(0.92, 1.08);
        for (int side = -1; side <= 1; side += 2) {
            branch(side * 32, 5, 535, side * 0.75, 0.05, -0.5, 5.5, 62, 0);
            branch(side * 30, 0, 550, side * 0.7, -0.2, 0.65, 5, 52, 0);
            branch(side * 34, 8, 530, side * 0.5, 0.6, -0.6, 4.5, 50, 0);
        }
        layBowel();
        lesions = placeLesions(spec);
    }

    void paint(Canvas canvas) {
        java.util.Arrays.fill(canvas.hounsfield, AIR);
        table(canvas);
        body(canvas);
        thorax(canvas);
        upperAbdomen(canvas);
        lowerAbdomen(canvas);
        vessels(canvas);
        skeleton(canvas);
        paintLesions(canvas);
    }

    // --- outline

    private double halfWidth(double z) {
        double waist = 165 - 14 * bump(z, 270, 70);
        double shoulders = z > 560 ? 22 * Math.min(1, (z - 560) / 70) : 0;
        double top = z > 640 ? (z - 640) * 1.6 : 0;
        return girth * (waist + shoulders - top + 12 * bump(z, 70, 80));
    }

    private double halfDepth(double z) {
        return girth * (106 + 10 * bump(z, 260, 110) + 8 * bump(z, 470, 70) - (z > 590 ? (z - 590) * 0.35 : 0));
    }

    private static double bump(double z, double centre, double width) {
        double t = (z - centre) / width;
        return Math.abs(t) >= 1 ? 0 : (1 - t * t) * (1 - t * t);
    }

    /** A rounded box about (0, 20), {@code inset} mm inside the skin. */
    private Canvas.Shape outline(double z, double inset) {
        double a = halfWidth(z) - inset;
        double b = halfDepth(z) - inset;
        double smaller = Math.min(a, b);
        return new Canvas.Shape() {
            @Override
            public double distance(double x, double y, double at) {
                double u = Math.abs(x / a);
                double v = Math.abs((y - 20) / b);
                double r = Math.sqrt(Math.sqrt(u * u * u * u * 0.55
                        + v * v * v * v * 0.55
                        + 0.9 * u * u * v * v
                        + 0.45 * (u * u * u * u + v * v * v * v)));
                double wave = 0.018 * noise.smooth(x / 55, y / 55, at / 70);
                return (r - 1 - wave) * smaller;
            }

            @Override
            public double[] box() {
                return new double[] {-a * 1.1, a * 1.1, 20 - b * 1.1, 20 + b * 1.1, at(-1e6), at(1e6)};
            }

            private double at(double z) {
                return z;
            }
        };
    }

    private void table(Canvas canvas) {
        double top = 20 + halfDepth(250) + 8;
        canvas.paint(Canvas.rod(-200, top + 22, -1000, -200, top + 22, 2000, 5, 5), flat(-350));
        for (int x = -200; x <= 200; x += 4) {
            double sag = 22 - 22 * (1 - (x / 200.0) * (x / 200.0));
            canvas.paint(Canvas.rod(x, top + 22 - sag, -1000, x, top + 22 - sag, 2000, 3, 3), flat(-420));
        }
    }

    private void body(Canvas canvas) {
        double z = canvas.z;
        double belly = fatMm * (1 + 0.5 * bump(z, 200, 160) - 0.45 * bump(z, 520, 140));
        canvas.paint(outline(z, 0), flat(20)); // skin
        canvas.paint(outline(z, 2.2), textured(FAT, 9, 7));
        canvas.paint(outline(z, belly), textured(MUSCLE, 9, 6));
        double wall = z > 420 ? 13 : 15 + 8 * bump(z, 80, 90);
        canvas.paint(outline(z, belly + wall), textured(FAT, 10, 9));
        // muscles of the back
        for (int side = -1; side <= 1; side += 2) {
            canvas.paint(canvas.ellipsoid(side * 36, 93, z, 29, 20, 40, side * 0.25, 0.08), textured(MUSCLE, 10, 5));
        }
    }

    // --- chest

    private void thorax(Canvas canvas) {
        if (canvas.z < 360) {
            return;
        }
        // mediastinum, then lungs into it
        for (int side = -1; side <= 1; side += 2) {
            canvas.paint(
                    canvas.ellipsoid(side * 74 * girth, 22, 500, 55 * girth, 84 * girth, 160, side * 0.06, 0.05),
                    (x, y, z, behind) -> LUNG + 28 * noise.smooth(x / 9, y / 9, z / 9) + (float) (y * 0.35));
        }
        for (Rod vessel : lungVessels) {
            canvas.paint(vessel.shape(), (x, y, z, behind) -> behind < -500 ? vessel.hu() : behind);
        }
        Canvas.Material mediastinum = textured(-60, 8, 16);
        canvas.paint(canvas.ellipsoid(2, -12, 555, 34, 56, 75, 0, 0.06), mediastinum);
        canvas.paint(canvas.ellipsoid(24, -24, 468, 62, 50, 58, -0.5, 0.04), textured(48, 8, 5)); // myocardium
        canvas.paint(canvas.ellipsoid(46, -14, 462, 25, 22, 32, -0.5, 0.06), textured(blood, 8, 4)); // left ventricle
        canvas.paint(canvas.ellipsoid(2, -40, 462, 32, 20, 34, -0.3, 0.06), textured(blood * 0.95f, 8, 4));
        canvas.paint(canvas.ellipsoid(8, 2, 498, 34, 20, 20, 0, 0.06), textured(blood, 8, 4)); // atria
        canvas.paint(Canvas.rod(-34, -2, 505, 44, -2, 532, 11, 11), textured(blood, 8, 4)); // pulmonary arteries
        canvas.paint(Canvas.rod(-26, -10, 500, -24, -5, 640, 9, 8), textured(blood, 8, 4)); // superior vena cava
        canvas.paint(Canvas.rod(-5, -25, 500, -8, -24, 560, 15, 14), textured(blood, 8, 4)); // ascending aorta
        canvas.paint(Canvas.rod(-8, -24, 562, 22, 28, 566, 13, 12), textured(blood, 8, 4)); // arch
        canvas.paint(Canvas.rod(0, 32, 400, 0, 26, 640, 6, 6), flat(25)); // oesophagus
        canvas.paint(Canvas.rod(0, 10, 545, 0, 2, 700, 11, 11), flat(30));
        canvas.paint(Canvas.rod(0, 10, 545, 0, 2, 700, 8.5, 8.5), flat(AIR)); // trachea
        for (int side = -1; side <= 1; side += 2) {
            canvas.paint(Canvas.rod(0, 10, 547, side * 32, 12, 520, 8, 6), flat(20));
            canvas.paint(Canvas.rod(0, 10, 547, side * 32, 12, 520, 6, 4), flat(AIR));
        }
        if (canvas.z > 610) { // thyroid and neck vessels
            for (int side = -1; side <= 1; side += 2) {
                canvas.paint(canvas.ellipsoid(side * 17, 0, 660, 9, 11, 24, 0, 0.1), flat(110));
                canvas.paint(Canvas.rod(side * 26, -6, 590, side * 30, 0, 720, 6, 6), textured(blood, 8, 4));
            }
        }
    }

    /** A tree of rods that grows away from the hilum and thins out. */
    private void branch(
            double x, double y, double z, double dx, double dy, double dz, double radius, double length, int depth) {
        double norm = Math.sqrt(dx * dx + dy * dy + dz * dz);
        double ex = x + dx / norm * length;
        double ey = y + dy / norm * length;
        double ez = z + dz / norm * length;
        lungVessels.add(new Rod(x, y, z, ex, ey, ez, radius, radius * 0.75, Math.min(blood, 60)));
        if (depth >= 5 || radius < 0.7) {
            return;
        }
        for (int child = 0; child < (depth < 3 ? 3 : 2); child++) {
            branch(
                    ex,
                    ey,
                    ez,
                    dx / norm + noise.between(-0.8, 0.8),
                    dy / norm + noise.between(-0.8, 0.8),
                    dz / norm + noise.between(-0.8, 0.8),
                    radius * 0.66,
                    length * noise.between(0.5, 0.75),
                    depth + 1);
        }
    }

    // --- upper abdomen

    private void upperAbdomen(Canvas canvas) {
        if (canvas.z < 200 || canvas.z > 500) {
            return;
        }
        int organ = anatomy == Anatomy.LIVER ? ORGAN_LABEL : -1;
        Canvas.Material tissue = textured(liver, 6, 4);
        canvas.paint(liverRight(canvas), tissue, organ);
        canvas.paint(liverLeft(canvas), tissue, organ);
        if (blood > 60) { // portal and hepatic veins
            float vein = liver + 45;
            double[][] veins = {
                {-20, 0, 370, -70, -10, 385}, {-70, -10, 385, -110, 0, 400}, {-70, -10, 385, -90, -35, 360},
                {-20, 0, 370, 20, -35, 395}, {-22, 25, 430, -80, 10, 415}, {-22, 25, 430, -60, -30, 420},
            };
            for (double[] v : veins) {
                canvas.paint(Canvas.rod(v[0], v[1], v[2], v[3], v[4], v[5], 5, 2.5), onlyInside(vein, 40, liver + 40));
            }
        }
        canvas.paint(canvas.ellipsoid(-48, -48, 335, 16, 19, 30, 0.3, 0.08), flat(12)); // gallbladder
        canvas.paint(
                canvas.ellipsoid(106 * girth, 48, 400, 27, 42, 50, -0.5, 0.09), textured(liver + 12, 7, 5)); // spleen
        stomach(canvas);
        kidneys(canvas);
        pancreas(canvas);
    }

    private Canvas.Shape liverRight(Canvas canvas) {
        return canvas.ellipsoid(
                -70 * girth, 8, 388, 76 * girth * liverSize, 80 * girth * liverSize, 84 * liverSize, 0.15, 0.05);
    }

    private Canvas.Shape liverLeft(Canvas canvas) {
        return canvas.ellipsoid(2, -42, 402, 78 * girth * liverSize, 38 * girth, 44 * liverSize, 0.25, 0.06);
    }

    private void stomach(Canvas canvas) {
        Canvas.Shape wall = canvas.ellipsoid(66 * girth, -22, 385, 44, 48, 62, 0.4, 0.1);
        Canvas.Shape lumen = canvas.ellipsoid(66 * girth, -22, 385, 39, 43, 57, 0.4, 0.1);
        double level = -38 + 14 * noise.smooth(0.5, 0.5, 0.5);
        canvas.paint(wall, flat(60));
        canvas.paint(lumen, (x, y, z, behind) -> y < level ? AIR : 18 + 22 * noise.smooth(x / 7, y / 7, z / 7));
    }

    private void kidneys(Canvas canvas) {
        for (int side = -1; side <= 1; side += 2) {
            double z = side < 0 ? 288 : 302;
            double x = side * 68 * girth;
            canvas.paint(canvas.ellipsoid(x, 52, z, 36, 40, 62, 0, 0.05), flat(-105)); // fat capsule
            canvas.paint(canvas.ellipsoid(x, 52, z, 25, 29, 54, side * 0.6, 0.05), textured(cortex, 7, 5));
            canvas.paint(canvas.ellipsoid(x, 52, z, 17, 21, 44, side * 0.6, 0.12), textured(cortex * 0.72f, 7, 5));
            canvas.paint(canvas.ellipsoid(x - side * 9, 47, z, 12, 9, 26, side * 0.6, 0.15), flat(-60));
            canvas.paint(canvas.ellipsoid(x - side * 10, 47, z, 6, 5, 18, 0, 0), flat(10)); // renal pelvis
            canvas.paint(Canvas.rod(x - side * 12, 47, z, side * 14, 42, z + 12, 4, 5), textured(blood, 8, 4));
        }
    }

    private void pancreas(Canvas canvas) {
        int organ = anatomy == Anatomy.PANCREAS ? ORGAN_LABEL : -1;
        Canvas.Material tissue = textured(liver - 12, 5, 9);
        double[][] parts = {
            {-34, -2, 268, -26, -6, 300, 15, 15}, {-26, -6, 300, 5, -22, 314, 14, 11},
            {5, -22, 314, 42, -8, 326, 11, 11}, {42, -8, 326, 78, 22, 342, 11, 9},
        };
        for (double[] p : parts) {
            canvas.paint(Canvas.rod(p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]), tissue, organ);
        }
        double[][] duodenum = {{-62, 0, 320, -66, 6, 262}, {-66, 6, 262, -30, 18, 246}, {-30, 18, 246, 28, 14, 252}};
        for (double[] d : duodenum) {
            canvas.paint(Canvas.rod(d[0], d[1], d[2], d[3], d[4], d[5], 13, 13), flat(55));
            canvas.paint(Canvas.rod(d[0], d[1], d[2], d[3], d[4], d[5], 9, 9), textured(20, 5, 20));
        }
    }

    // --- lower abdomen and pelvis

    private void layBowel() {
        double x = 30;
        double y = -20;
        double z = 250;
        for (int piece = 0; piece < 46; piece++) {
            double nx = clamp(x + noise.between(-48, 48), -72, 72);
            double ny = clamp(y + noise.between(-34, 34), -58, 18);
            double nz = clamp(z + noise.between(-34, 28), 105, 285);
            float content = noise.unit() < 0.16 ? -850 : (float) noise.between(10, 70);
            bowel.add(new Rod(x, y, z, nx, ny, nz, 11, 11, content));
            x = nx;
            y = ny;
            z = nz;
        }
    }

    private void lowerAbdomen(Canvas canvas) {
        double z = canvas.z;
        if (z > 400) {
            return;
        }
        for (int side = -1; side <= 1; side += 2) {
            canvas.paint(
                    Canvas.rod(side * 34, 52, 320, side * 60, 30, 130, 11, 22), textured(MUSCLE + 5, 9, 5)); // psoas
            canvas.paint(Canvas.rod(side * 60, 30, 130, side * 82, -8, 40, 20, 13), textured(MUSCLE + 5, 9, 5));
            canvas.paint(
                    canvas.ellipsoid(side * 78 * girth, 82, 105, 62, 36, 95, side * -0.5, 0.08),
                    textured(MUSCLE, 9, 8));
        }
        for (Rod loop : bowel) {
            canvas.paint(loop.shape(), flat(cortex > 60 ? 85 : 45));
            Canvas.Shape lumen = Canvas.rod(loop.x0, loop.y0, loop.z0, loop.x1, loop.y1, loop.z1, 8.5, 8.5);
            canvas.paint(lumen, (px, py, pz, behind) -> loop.hu() + 14 * noise.smooth(px / 5, py / 5, pz / 5));
        }
        colon(canvas);
        canvas.paint(canvas.ellipsoid(0, -22, 78, 44, 34, 36, 0, 0.05), flat(45));
        canvas.paint(canvas.ellipsoid(0, -22, 78, 41, 31, 33, 0, 0.05), textured(6, 9, 3)); // bladder
        canvas.paint(canvas.ellipsoid(0, 16, 62, 26, 17, 26, 0, 0.1), textured(62, 8, 7)); // prostate or uterus
    }

    private void colon(Canvas canvas) {
        int organ = anatomy == Anatomy.COLON ? ORGAN_LABEL : -1;
        double w = 106 * girth;
        double[][] frame = {
            {-w + 8, 12, 168, -w, 18, 250}, {-w, 18, 250, -w + 6, 6, 322}, {-w + 6, 6, 322, -50, -52, 300},
            {-50, -52, 300, 20, -66, 276}, {20, -66, 276, w - 16, -30, 330}, {w - 16, -30, 330, w, 26, 330},
            {w, 26, 330, w, 30, 190}, {w, 30, 190, 84, 18, 140}, {84, 18, 140, 40, -2, 128},
            {40, -2, 128, 12, 30, 146}, {12, 30, 146, 2, 52, 110}, {2, 52, 110, 0, 50, 40},
        };
        for (double[] f : frame) {
            Canvas.Shape wall = haustra(f, 21);
            Canvas.Shape lumen = haustra(f, 17.5);
            canvas.paint(wall, flat(58), organ);
            canvas.paint(lumen, (x, y, z, behind) -> content(x, y, z, f), organ);
        }
    }

    /** A rod whose radius swings along its way. */
    private Canvas.Shape haustra(double[] f, double radius) {
        Canvas.Shape rod = Canvas.rod(f[0], f[1], f[2], f[3], f[4], f[5], radius + 3, radius + 3);
        return new Canvas.Shape() {
            @Override
            public double distance(double x, double y, double z) {
                return rod.distance(x, y, z) + 3 + 3.2 * noise.smooth(x / 13, y / 13, z / 13);
            }

            @Override
            public double[] box() {
                return rod.box();
            }
        };
    }

    /** Gas rises to the front; stool is mottled. */
    private float content(double x, double y, double z, double[] f) {
        double middle = (f[1] + f[4]) / 2;
        float filling = noise.smooth(f[0] / 40, f[3] / 40, f[5] / 40);
        if (y < middle - 4 + 16 * filling) {
            return -960;
        }
        return 20 + 60 * noise.smooth(x / 4, y / 4, z / 4) - (noise.smooth(x / 6, z / 6, y / 6) > 0.4 ? 320 : 0);
    }

    // --- vessels and bones

    private void vessels(Canvas canvas) {
        Canvas.Material lumen = textured(blood, 8, 4);
        canvas.paint(Canvas.rod(10, 38, 190, 16, 40, 420, 9.5, 11), lumen); // aorta
        canvas.paint(Canvas.rod(16, 40, 420, 22, 40, 562, 11, 12), lumen);
        canvas.paint(Canvas.rod(-20, 36, 185, -22, 30, 440, 11, 13), textured(blood * 0.85f, 8, 4)); // vena cava
        for (int side = -1; side <= 1; side += 2) {
            canvas.paint(Canvas.rod(0, 38, 192, side * 52, 34, 120, 7, 6), lumen); // iliac vessels
            canvas.paint(Canvas.rod(side * 52, 34, 120, side * 70, -44, 40, 6, 5), lumen);
            canvas.paint(Canvas.rod(-4, 46, 186, side * 58, 42, 120, 8, 7), textured(blood * 0.8f, 8, 4));
        }
        canvas.paint(Canvas.rod(14, 22, 330, 8, 8, 230, 4, 3.5), lumen); // superior mesenteric artery
        canvas.paint(Canvas.rod(-6, 4, 325, -8, 2, 225, 6, 5), lumen); // and vein
        canvas.paint(Canvas.rod(-6, 4, 325, -34, -2, 372, 6.5, 6), lumen); // portal vein
        canvas.paint(Canvas.rod(-6, 4, 325, 80, 34, 380, 4.5, 4), lumen); // splenic vein
    }

    private void skeleton(Canvas canvas) {
        spine(canvas);
        if (canvas.z > 300) {
            ribs(canvas);
        }
        if (canvas.z < 260) {
            pelvis(canvas);
        }
        if (canvas.z > 480) {
            for (int side = -1; side <= 1; side += 2) {
                bone(canvas, Canvas.rod(side * 70, 104, 485, side * 112, 92, 590, 4, 6)); // scapula
                bone(canvas, Canvas.rod(side * 112, 92, 590, side * 140, 52, 625, 6, 9));
                bone(canvas, Canvas.rod(side * 98, 100, 530, side * 78, 112, 620, 4, 4));
                bone(canvas, Canvas.rod(side * 14, -58, 622, side * 125, 10, 645, 6.5, 6)); // clavicle
                bone(canvas, canvas.ellipsoid(side * 158 * girth, 38, 650, 23, 23, 26, 0, 0.03)); // humeral head
            }
        }
    }

    private void spine(Canvas canvas) {
        double z = canvas.z;
        if (z > 165) {
            double height = 29;
            double level = z / height;
            double within = (level - Math.floor(level)) * height;
            double bend = 6 * bump(z, 250, 110) * -1 + 8 * bump(z, 480, 150);
            double y = 66 + bend;
            double width = 25 - Math.max(0, z - 300) * 0.022;
            boolean disc = within < 6.5;
            double waist = disc ? 0 : 1.5 * bump(within, 18, 10);
            Canvas.Shape body = canvas.ellipsoid(0, y, z, width - waist, 18 - waist, 60, 0, 0.02);
            if (disc) {
                canvas.paint(body, textured(88, 9, 6));
            } else {
                canvas.paint(body, flat(CORTICAL * 0.55f));
                canvas.paint(
                        canvas.ellipsoid(0, y, z, width - waist - 2.2, 15.8 - waist, 60, 0, 0.02),
                        textured(TRABECULAR, 3.5, 45));
            }
            canvas.paint(canvas.ellipsoid(0, y + 27, z, 17, 15, 60, 0, 0), flat(CORTICAL * 0.7f)); // arch
            canvas.paint(canvas.ellipsoid(0, y + 25, z, 11.5, 9.5, 60, 0, 0), flat(-20));
            canvas.paint(canvas.ellipsoid(0, y + 25, z, 7.5, 7, 60, 0, 0), flat(32)); // cord
            if (!disc && within < 22) {
                bone(canvas, Canvas.rod(0, y + 40, z, 0, y + 60, z - 6, 4, 4.5));
                for (int side = -1; side <= 1; side += 2) {
                    bone(canvas, Canvas.rod(side * 13, y + 26, z, side * 38, y + 32, z, 5, 3.5));
                }
            }
        }
    }

    private void ribs(Canvas canvas) {
        for (int rib = 0; rib < 11; rib++) {
            double back = 362 + rib * 27.0;
            for (int side = -1; side <= 1; side += 2) {
                double drop = 78 - rib * 3.0;
                double reach = rib < 2 ? 0.62 : 0.92; // floating ribs end early
                double px = 0;
                double py = 0;
                double pz = 0;
                for (int step = 0; step <= 18; step++) {
                    double t = step / 18.0 * reach;
                    double angle = Math.PI * (0.93 * t + 0.04);
                    double z = back - drop * t;
                    double inset = 13 + fatMm * 0.75;
                    double x = side * StrictMath.sin(angle) * (halfWidth(z) - inset);
                    double y = 20 + StrictMath.cos(angle) * (halfDepth(z) - inset);
                    if (step > 0 && Math.min(pz, z) < canvas.z + 8 && Math.max(pz, z) > canvas.z - 8) {
                        boolean cartilage = t > 0.8;
                        if (cartilage) {
                            canvas.paint(Canvas.rod(px, py, pz, x, y, z, 5, 5), flat(110));
                        } else {
                            bone(canvas, Canvas.rod(px, py, pz, x, y, z, 5, 5));
                        }
                    }
                    px = x;
                    py = y;
                    pz = z;
                }
            }
        }
        double front = 20 - halfDepth(520) + 12 + fatMm * 0.7;
        for (int x = -14; x <= 14; x += 7) {
            bone(canvas, Canvas.rod(x, front, 440, x, front + 8, 620, 6.5, 7)); // sternum
        }
    }

    private void pelvis(Canvas canvas) {
        for (int side = -1; side <= 1; side += 2) {
            double w = girth;
            for (int rib = 0; rib <= 10; rib++) { // the iliac wing as a fan of rods
                double t = rib / 10.0;
                double x1 = side * (42 + 86 * t) * w;
                double y1 = 72 - 88 * t;
                double z1 = 190 + 42 * bump(t, 0.55, 0.75);
                double x0 = side * (46 + 40 * t) * w;
                double y0 = 62 - 46 * t;
                bone(canvas, Canvas.rod(x0, y0, 112, x1, y1, z1, 8, 5));
            }
            bone(canvas, canvas.ellipsoid(side * 86 * w, 12, 78, 27, 30, 34, 0, 0.06)); // acetabulum
            bone(canvas, Canvas.rod(side * 84 * w, -8, 84, side * 12, -52, 52, 9, 9)); // pubis
            bone(canvas, Canvas.rod(side * 80 * w, 30, 70, side * 56, 42, 8, 12, 12)); // ischium
            bone(canvas, Canvas.rod(side * 56, 42, 8, side * 12, -46, 44, 7, 7));
            canvas.paint(canvas.ellipsoid(side * 92 * w, 8, 72, 26.5, 26.5, 26.5, 0, 0), flat(40)); // joint
            bone(canvas, canvas.ellipsoid(side * 92 * w, 8, 72, 23, 23, 23, 0, 0)); // femoral head
            bone(canvas, Canvas.rod(side * 96 * w, 8, 66, side * 132 * w, 16, 36, 15, 17)); // neck
            bone(canvas, Canvas.rod(side * 134 * w, 18, 50, side * 132 * w, 14, -60, 17, 15)); // shaft
        }
        bone(canvas, canvas.ellipsoid(0, 76, 148, 50, 20, 42, 0, 0.06)); // sacrum
        bone(canvas, canvas.ellipsoid(0, 84, 105, 28, 12, 34, 0, 0.06));
        canvas.paint(canvas.ellipsoid(0, 88, 150, 12, 6, 30, 0, 0), flat(-30));
    }

    private void bone(Canvas canvas, Canvas.Shape shape) {
        canvas.paint(shape, flat(CORTICAL));
        canvas.paint(shrunk(shape, 2.4), textured(TRABECULAR, 3.5, 55));
    }

    private static Canvas.Shape shrunk(Canvas.Shape shape, double by) {
        return new Canvas.Shape() {
            @Override
            public double distance(double x, double y, double z) {
                return shape.distance(x, y, z) + by;
            }

            @Override
            public double[] box() {
                return shape.box();
            }
        };
    }

    // --- lesions

    /** Apart from one another, inside the organ, and inside what the study shows. */
    private List<LesionPlace> placeLesions(PhantomSpec spec) {
        List<LesionPlace> places = new ArrayList<>();
        for (Lesion lesion : spec.lesions()) {
            double r = lesion.diameterMm() / 2;
            LesionPlace place = null;
            double best = -1e9;
            for (int attempt = 0; attempt < 60; attempt++) {
                LesionPlace candidate = candidate(r);
                double room = 1e9;
                for (LesionPlace other : places) {
                    double dx = other.x - candidate.x;
                    double dy = other.y - candidate.y;
                    double dz = other.z - candidate.z;
                    room = Math.min(room, Math.sqrt(dx * dx + dy * dy + dz * dz) - other.rx - r);
                }
                if (room > best) {
                    best = room;
                    place = candidate;
                }
            }
            places.add(place);
        }
        return places;
    }

    private LesionPlace candidate(double r) {
        double a = noise.between(0, 2 * Math.PI);
        double cos = StrictMath.cos(a);
        double sin = StrictMath.sin(a);
        double spread = noise.unit();
        double squash = noise.between(0.78, 0.95);
        return switch (anatomy) {
            case LIVER -> {
                double room = Math.max(0, 62 - r) * spread;
                yield new LesionPlace(
                        -72 * girth + cos * room,
                        8 + sin * room,
                        385 + noise.between(-1, 1) * Math.max(0, 62 - r),
                        r,
                        r * squash,
                        r * squash,
                        a);
            }
            case PANCREAS -> {
                double t = noise.unit();
                yield new LesionPlace(
                        -30 + 90 * t, -4 - 20 * bump(t, 0.4, 0.5) + 16 * t, 285 + 48 * t, r, r * squash, r * squash, a);
            }
            case COLON -> {
                boolean left = noise.unit() < 0.5;
                double x = (left ? 106 : -106) * girth;
                yield new LesionPlace(
                        x + 12 * cos, 24 + 12 * sin, noise.between(178, 212), r, r * squash, r * squash, a);
            }
            case LUNG -> {
                double x = (noise.unit() < 0.5 ? 1 : -1) * 76 * girth;
                yield new LesionPlace(
                        x + cos * Math.max(0, 34 - r) * spread,
                        24 + sin * Math.max(0, 52 - r) * spread,
                        noise.between(480, 600),
                        r,
                        r * squash,
                        r * squash,
                        a);
            }
        };
    }

    private void paintLesions(Canvas canvas) {
        for (LesionPlace place : lesions) {
            Canvas.Shape shape =
                    canvas.ellipsoid(place.x, place.y, place.z, place.rx, place.ry, place.rz, place.turn, 0.04);
            switch (anatomy) {
                case LIVER -> {
                    canvas.paint(shape, flat(liver + (blood > 60 ? 14 : 0)), LESION_LABEL); // rim
                    canvas.paint(shrunk(shape, 2.5), textured(liver - 48, 5, 9), LESION_LABEL);
                }
                case PANCREAS -> canvas.paint(shape, textured(liver - 55, 5, 8), LESION_LABEL);
                case COLON -> canvas.paint(shape, textured(72, 5, 8), LESION_LABEL);
                case LUNG -> {
                    for (int spike = 0; spike < 9; spike++) {
                        double a = spike * 2 * Math.PI / 9 + place.turn;
                        double reach = place.rx * 1.5 + 3;
                        canvas.paint(
                                Canvas.rod(
                                        place.x,
                                        place.y,
                                        place.z,
                                        place.x + reach * StrictMath.cos(a),
                                        place.y + reach * StrictMath.sin(a),
                                        place.z + (spike % 3 - 1) * place.rx * 0.7,
                                        1.6,
                                        0.5),
                                (x, y, z, behind) -> behind < -400 ? -250 : behind);
                    }
                    canvas.paint(shape, textured(38, 5, 12), LESION_LABEL);
                }
            }
        }
    }

    // --- materials

    private static Canvas.Material flat(float hu) {
        return (x, y, z, behind) -> hu;
    }

    private Canvas.Material textured(float hu, double grainMm, float amplitude) {
        return (x, y, z, behind) -> hu + amplitude * noise.smooth(x / grainMm, y / grainMm, z / grainMm);
    }

    private static Canvas.Material onlyInside(float hu, float from, float to) {
        return (x, y, z, behind) -> behind >= from && behind <= to ? hu : behind;
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
