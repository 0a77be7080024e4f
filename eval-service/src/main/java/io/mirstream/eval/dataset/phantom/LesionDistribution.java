package io.mirstream.eval.dataset.phantom;

import io.mirstream.eval.dataset.LesionGroup;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.imaging.phantom.Lesion;
import java.util.ArrayList;
import java.util.List;

/**
 * Number and size of lesions, distributed as the published labels' volumes with lesions are: sizes log-normally within the
 * range that occurs, and one lesion more often than several.
 *
 * @param logMean of sizes in cm
 * @param logDeviation of sizes in cm
 * @param minCm the smallest
 * @param maxCm the largest, or what a phantom holds
 * @param several share of volumes with more than one lesion
 */
record LesionDistribution(double logMean, double logDeviation, double minCm, double maxCm, double several) {
    /** The largest lesion of a phantom. */
    private static final double PHANTOM_MAX_CM = 12;

    /** Mean and deviation of the logarithms of the 83 published numbers above 1 in the liver. */
    private static final double LOG_MEAN_NUMBER = 1.88;

    private static final double LOG_DEVIATION_NUMBER = 0.85;

    /** More do not stay apart in a phantom's liver; 76 is the most that is published. */
    private static final int MAX_NUMBER = 8;

    /** The others, as shares of the largest. */
    private static final double SMALLEST_SHARE = 0.35;

    private static final double LARGEST_SHARE = 0.9;
    private static final double MIN_OTHER_MM = 8;
    private static final double MM_PER_CM = 10;
    private static final int MAX_DRAWS = 1_000_000;

    /** From the published files: moments of ln(max_tumor_size), its range, and how many have number_tumors above 1. */
    static LesionDistribution of(Organ organ) {
        return switch (organ) {
            case LIVER -> new LesionDistribution(1.54, 0.72, 0.74, PHANTOM_MAX_CM, 83.0 / 118);
            case COLON -> new LesionDistribution(1.72, 0.36, 2.1, PHANTOM_MAX_CM, 1.0 / 126);
            case PANCREAS -> new LesionDistribution(1.16, 0.37, 1.3, PHANTOM_MAX_CM, 1.0 / 281);
            case LUNG -> new LesionDistribution(1.33, 0.5, 1.4, 10.2, 5.0 / 63);
        };
    }

    /** Lesions of a volume in that group: the distribution, given the group. */
    List<Lesion> draw(Organ organ, int group, Draw draw) {
        for (int attempt = 0; attempt < MAX_DRAWS; attempt++) {
            int number = draw.chance(several) ? number(draw) : 1;
            double cm = draw.logNormal(logMean, logDeviation);
            if (cm >= minCm && cm <= maxCm && LesionGroup.released(organ, number, cm) == group) {
                return lesions(number, cm, draw);
            }
        }
        throw new IllegalArgumentException("no lesion of " + organ.label() + " is in group " + group);
    }

    private static int number(Draw draw) {
        long number = Math.round(draw.logNormal(LOG_MEAN_NUMBER, LOG_DEVIATION_NUMBER));
        return Math.clamp(number, 2, MAX_NUMBER);
    }

    private static List<Lesion> lesions(int number, double largestCm, Draw draw) {
        List<Lesion> lesions = new ArrayList<>();
        double largestMm = largestCm * MM_PER_CM;
        lesions.add(new Lesion(largestMm));
        while (lesions.size() < number) {
            double share = draw.between(SMALLEST_SHARE, LARGEST_SHARE);
            lesions.add(new Lesion(Math.min(largestMm, Math.max(MIN_OTHER_MM, largestMm * share))));
        }
        return lesions;
    }
}
