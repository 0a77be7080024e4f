package io.mirstream.eval.learn;

import java.util.ArrayList;
import java.util.List;

/**
 * What cross-validation chooses.
 *
 * @param axes see {@link Lift#of}
 * @param shrinkage see {@link Discriminant#map}; where there are no labels the penalty of images, see {@link Ridge#map}
 * @param penalty see {@link Ridge#map}
 */
public record Settings(int axes, double shrinkage, double penalty) {
    /** None, or as many as leave a few hundred products. */
    static final List<Integer> AXES = List.of(0, 24);

    private static final List<Double> SHRINKAGES = List.of(0.9, 0.6, 0.3, 0.1, 0.03, 0.01, 0.003);
    private static final List<Double> PENALTIES = List.of(10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003);

    /** The simplest first: of two that do as well it is chosen. */
    static List<Settings> ofImages() {
        List<Settings> all = new ArrayList<>();
        for (int axes : AXES) {
            SHRINKAGES.forEach(shrinkage -> all.add(new Settings(axes, shrinkage, PENALTIES.getFirst())));
        }
        return all;
    }

    /** These, with each way to read texts. */
    List<Settings> ofTexts() {
        return PENALTIES.stream()
                .map(each -> new Settings(axes, shrinkage, each))
                .toList();
    }
}
