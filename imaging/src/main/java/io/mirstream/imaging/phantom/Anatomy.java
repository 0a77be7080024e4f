package io.mirstream.imaging.phantom;

import java.util.Locale;

/** What a phantom study shows: the four pools of the 3D-MIR benchmark (Ben Abacha et al., 2026). */
public enum Anatomy {
    /** Upper abdomen with the lung bases. */
    LIVER("ABDOMEN", 312, 500),
    /** Pelvis and lower abdomen. */
    COLON("PELVIS", 20, 225),
    /** Mid abdomen, kidneys to pancreas. */
    PANCREAS("ABDOMEN", 195, 375),
    /** Chest, from the diaphragm to the apex. */
    LUNG("CHEST", 425, 655);

    private final String bodyPart;
    /** Heights above the pelvic floor, in mm, in a body of average size. */
    final double fromMm;

    final double toMm;

    Anatomy(String bodyPart, double fromMm, double toMm) {
        this.bodyPart = bodyPart;
        this.fromMm = fromMm;
        this.toMm = toMm;
    }

    /** Body Part Examined (0018,0015), PS3.16 annex L. */
    public String bodyPart() {
        return bodyPart;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
