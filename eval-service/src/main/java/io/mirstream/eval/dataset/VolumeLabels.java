package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/**
 * One row of a pool's labels. The fields may contradict each other: {@link DatasetCheck} says where.
 *
 * @param source whose task the volume comes from; another organ than the pool's for a borrowed volume
 * @param maxTumorSizeCm of the largest lesion, as published; 0 for none
 * @param numberTumors lesions of the pool's organ
 * @param group 1 to 4, or {@link LesionGroup#NONE}
 * @param flag whether the pool's organ has a lesion
 */
public record VolumeLabels(
        VolumeId id,
        Organ source,
        double maxTumorSizeCm,
        int numberTumors,
        int group,
        boolean flag,
        Captions captions) {
    /** @throws CodedException {@code MALFORMED} */
    public VolumeLabels {
        if (!(maxTumorSizeCm >= 0 && Double.isFinite(maxTumorSizeCm)) || numberTumors < 0) {
            throw new CodedException(ErrorCode.MALFORMED, "size and number of lesions are 0 or more");
        }
        if (group != LesionGroup.NONE && (group < 1 || group > LesionGroup.MAX)) {
            throw new CodedException(ErrorCode.MALFORMED, "lesion_group is -1 or 1 to 4");
        }
    }
}
