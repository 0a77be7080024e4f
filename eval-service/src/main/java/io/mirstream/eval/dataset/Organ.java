package io.mirstream.eval.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A pool of 3D-MIR, and the task of the Medical Segmentation Decathlon (MSD) that its lesions come from. */
public enum Organ {
    LIVER("Task03_Liver"),
    COLON("Task10_Colon"),
    PANCREAS("Task07_Pancreas"),
    LUNG("Task06_Lung");

    private final String taskFolder;

    Organ(String taskFolder) {
        this.taskFolder = taskFolder;
    }

    /** As the benchmark's files have it. */
    public static Optional<Organ> of(String label) {
        return Arrays.stream(values())
                .filter(organ -> organ.label().equals(label))
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the MSD names it. */
    public String taskFolder() {
        return taskFolder;
    }
}
