package io.mirstream.eval.dataset.phantom;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance, the same on every machine. */
final class Draw {
    private final SplittableRandom random;

    Draw(long seed) {
        random = new SplittableRandom(seed);
    }

    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Of a log-normal distribution; Box and Muller. */
    double logNormal(double logMean, double logDeviation) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        double normal = radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
        return StrictMath.exp(logMean + logDeviation * normal);
    }

    /** Fisher and Yates. */
    void shuffle(List<?> list) {
        for (int last = list.size() - 1; last > 0; last--) {
            Collections.swap(list, last, below(last + 1));
        }
    }
}
