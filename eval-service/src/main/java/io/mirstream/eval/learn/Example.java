package io.mirstream.eval.learn;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A volume to learn from.
 *
 * @param name orders examples, and breaks ties
 * @param kin examples of one patient or study, which are held out together
 * @param pool in which it asks when it is held out
 * @param labels of each pool that it can be found in what it is there; empty where nobody labelled it
 * @param slices at length 1, see {@link Slices}
 * @param text the vector of its caption or report
 */
public record Example(
        String name,
        String kin,
        String pool,
        Map<String, String> labels,
        List<float[]> slices,
        Optional<double[]> text) {
    public Example {
        labels = Map.copyOf(labels);
    }

    /** What is to be told apart; empty where nobody labelled it. */
    Optional<String> classLabel() {
        return Optional.ofNullable(labels.get(pool)).map(label -> pool + "/" + label);
    }

    /** Whether it is a hit for the other. */
    boolean isLike(Example asking) {
        return labels.containsKey(asking.pool) && labels.get(asking.pool).equals(asking.labels.get(asking.pool));
    }

    Example withLabel(String label) {
        return new Example(name, kin, pool, Map.of(pool, label), slices, text);
    }

    Example withText(Optional<double[]> other) {
        return new Example(name, kin, pool, labels, slices, other);
    }

    static List<String> names(List<Example> examples) {
        return examples.stream().map(Example::name).toList();
    }
}
