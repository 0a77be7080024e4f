package io.mirstream.eval.dataset;

/**
 * The {@code lesion_group} of a volume, which the notebooks call tumor stage: a bucket of size and number, and no clinical
 * stage. Sizes are the published "cm".
 */
public final class LesionGroup {
    /** Of a volume whose pool's organ has no lesion. */
    public static final int NONE = -1;

    public static final int MAX = 4;

    private static final double[] COLON_AND_PANCREAS_CM = {2, 4, 6};
    private static final double LIVER_SINGLE_CM = 2;
    private static final double LIVER_MULTIPLE_CM = 5;
    private static final double LUNG_SINGLE_CM = 3;
    private static final double[] LUNG_NOTEBOOK_CM = {3, 5, 7};

    private LesionGroup() {}

    /**
     * As the released labels have it. A single lesion of the liver is never in group 3, however large: the branch of the
     * notebook that would say so cannot be reached.
     *
     * @param lesions how many
     * @param largestCm size of the largest
     */
    public static int released(Organ organ, int lesions, double largestCm) {
        if (lesions == 0) {
            return NONE;
        }
        boolean single = lesions == 1;
        return switch (organ) {
            case COLON, PANCREAS -> bucket(largestCm, COLON_AND_PANCREAS_CM);
            case LIVER -> single ? (largestCm < LIVER_SINGLE_CM ? 1 : 2) : (largestCm < LIVER_MULTIPLE_CM ? 2 : 3);
            case LUNG -> single ? (largestCm < LUNG_SINGLE_CM ? 1 : 2) : 3;
        };
    }

    /** The rule of the lung's notebook, which the released labels do not follow. */
    public static int lungNotebook(double largestCm) {
        return bucket(largestCm, LUNG_NOTEBOOK_CM);
    }

    /** Whether a liver's lesion is where the unreachable branch would have put it into group 3. */
    public static boolean misplacedInLiver(int lesions, double largestCm) {
        return lesions == 1 && largestCm > LIVER_MULTIPLE_CM;
    }

    private static int bucket(double largestCm, double[] bounds) {
        int group = 1;
        for (double bound : bounds) {
            group += largestCm >= bound ? 1 : 0;
        }
        return group;
    }
}
