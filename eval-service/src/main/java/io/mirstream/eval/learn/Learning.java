package io.mirstream.eval.learn;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.head.LearnedHeads;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Heads from examples: settings by cross-validation, then all examples with these.
 *
 * @param heads that were learned
 * @param report what they were learned from, and what they are worth on examples that were held out
 */
public record Learning(Heads heads, LearningReport report) {
    private static final int FOLDS = 5;

    /** Below, an interval of the score that the choice is made by is as wide as what there is to choose. */
    static final int MIN_EXAMPLES = 20;

    /** So that every fold has one, and the others can say how they differ. */
    static final int MIN_IN_A_CLASS = FOLDS;

    static final int MIN_CLASSES = 2;

    /**
     * @param examples in any order
     * @param seed of the folds
     * @throws CodedException {@code EXAMPLES_TOO_FEW}
     */
    public static Learning of(List<Example> examples, long seed) {
        List<Example> ordered =
                examples.stream().sorted(Comparator.comparing(Example::name)).toList();
        requireDifferentNames(ordered);
        boolean labelled = ordered.stream().anyMatch(each -> each.classLabel().isPresent());
        boolean texts = hasEnoughTexts(ordered);
        if (labelled) {
            requireEnoughLabels(ordered);
        } else if (!texts) {
            throw new CodedException(
                    ErrorCode.EXAMPLES_TOO_FEW,
                    "no volume has a label, and " + MIN_EXAMPLES + " patients with a text are needed without");
        }
        CrossValidation validation = new CrossValidation(FOLDS, seed, labelled);
        CrossValidation.Judgement judgement = validation.judge(ordered, texts);
        Settings settings = validation.choose(ordered, texts);
        Fit fit = new Fit(ordered, Fit.lifts(ordered));
        Heads heads = texts ? fit.both(settings) : fit.images(settings);
        return new Learning(heads, LearningReport.of(ordered, classes(ordered), settings, FOLDS, seed, judgement));
    }

    private static void requireEnoughLabels(List<Example> examples) {
        long labelled =
                examples.stream().filter(each -> each.classLabel().isPresent()).count();
        Map<String, Set<String>> kin = new TreeMap<>();
        for (Example example : examples) {
            example.classLabel()
                    .ifPresent(label ->
                            kin.computeIfAbsent(label, none -> new TreeSet<>()).add(example.kin()));
        }
        long classes = kin.values().stream()
                .filter(members -> members.size() >= MIN_IN_A_CLASS)
                .count();
        if (labelled < MIN_EXAMPLES || classes < MIN_CLASSES) {
            throw new CodedException(
                    ErrorCode.EXAMPLES_TOO_FEW,
                    labelled + " labelled volumes, and " + classes + " classes with " + MIN_IN_A_CLASS
                            + " patients or more: heads need " + MIN_EXAMPLES + " and " + MIN_CLASSES);
        }
    }

    private static void requireDifferentNames(List<Example> examples) {
        if (new HashSet<>(Example.names(examples)).size() < examples.size()) {
            throw new CodedException(ErrorCode.MALFORMED, "a volume is there twice");
        }
    }

    private static boolean hasEnoughTexts(List<Example> examples) {
        List<Example> captioned =
                examples.stream().filter(each -> each.text().isPresent()).toList();
        List<double[]> texts =
                captioned.stream().map(each -> each.text().orElseThrow()).toList();
        return captioned.stream().map(Example::kin).distinct().count() >= MIN_EXAMPLES
                && texts.stream().anyMatch(text -> !Arrays.equals(text, texts.getFirst()));
    }

    private static Map<String, Integer> classes(List<Example> examples) {
        return examples.stream()
                .flatMap(each -> each.classLabel().stream())
                .collect(Collectors.groupingBy(label -> label, TreeMap::new, Collectors.summingInt(label -> 1)));
    }

    /**
     * As they are handed on.
     *
     * @param base whose vectors the examples have
     * @param source on what they were trained, for people
     */
    public LearnedHeads handedOn(ModelRef base, Map<String, Object> source) {
        Map<String, Object> provenance = new LinkedHashMap<>(source);
        provenance.putAll(report.document());
        return new LearnedHeads(
                base,
                handedOn(heads.lift(), heads.image()),
                heads.text()
                        .map(text -> new LearnedHeads.Head(
                                List.of(), Optional.empty(), rows(text.weights()), vector(text.offset()))),
                provenance);
    }

    /** The lift's scales become part of the weights. */
    private static LearnedHeads.Head handedOn(Lift lift, AffineMap map) {
        double[][] weights = new double[map.weights().length][];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = map.weights()[row].clone();
            for (int i = 0; i < weights[row].length; i++) {
                weights[row][i] *= lift.scales()[i];
            }
        }
        boolean products = lift.axes().offset().length > 0;
        return new LearnedHeads.Head(
                rows(lift.axes().weights()),
                products ? Optional.of(vector(lift.axes().offset())) : Optional.empty(),
                rows(weights),
                vector(map.offset()));
    }

    private static List<Vector> rows(double[][] rows) {
        return Arrays.stream(rows).map(Learning::vector).toList();
    }

    private static Vector vector(double[] values) {
        float[] narrowed = new float[values.length];
        for (int i = 0; i < narrowed.length; i++) {
            narrowed[i] = (float) values[i];
        }
        return Vector.of(narrowed);
    }

    /** Where a volume is, by the image head. */
    public double[] image(Example example) {
        return heads.image(example);
    }

    /** Where a volume's text is; absent where there is no text, or no head for texts. */
    public Optional<double[]> text(Example example) {
        return example.text().flatMap(text -> heads.text().map(head -> head.of(text)));
    }
}
