package io.mirstream.eval.learn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Heads that one set of examples gives, by settings. What settings share is done once. */
final class Fit {
    /** A class of one says nothing of how its members differ. */
    private static final int MIN_MEMBERS = 2;

    /** Of texts, where they decide where things are: what is beyond differs by words more than by meaning. */
    private static final int TEXT_AXES = 32;

    private final List<Example> labelled;
    private final int[] classes;
    private final List<Example> captioned;
    private final Map<Integer, Lift> lifts;
    private final Map<Integer, Discriminant> discriminants = new HashMap<>();
    private final Map<Integer, Ridge> regressions = new HashMap<>();
    private Ridge ridge;

    /** @param lifts by the number of their axes, see {@link #lifts} */
    Fit(List<Example> examples, Map<Integer, Lift> lifts) {
        this.lifts = lifts;
        Map<String, List<Example>> byClass = new TreeMap<>();
        examples.forEach(example -> example.classLabel()
                .ifPresent(label -> byClass.computeIfAbsent(label, none -> new ArrayList<>())
                        .add(example)));
        byClass.values().removeIf(members -> members.size() < MIN_MEMBERS);
        labelled = byClass.values().stream().flatMap(List::stream).toList();
        classes = new int[labelled.size()];
        int row = 0;
        int number = 0;
        for (List<Example> members : byClass.values()) {
            for (int member = 0; member < members.size(); member++) {
                classes[row++] = number;
            }
            number++;
        }
        captioned = examples.stream().filter(each -> each.text().isPresent()).toList();
    }

    /** All that settings may ask for. */
    static Map<Integer, Lift> lifts(List<Example> examples) {
        return Settings.AXES.stream().collect(Collectors.toMap(axes -> axes, axes -> Lift.of(examples, axes)));
    }

    /** Without a head for texts, unless texts are all there is to learn from. */
    Heads images(Settings settings) {
        return labelled.isEmpty() ? byTexts(settings) : byLabels(settings);
    }

    private Heads byLabels(Settings settings) {
        Lift lift = lifts.get(settings.axes());
        double[][] rows = labelled.stream().map(lift::values).toArray(double[][]::new);
        AffineMap image = discriminants
                .computeIfAbsent(settings.axes(), none -> Discriminant.of(rows, classes))
                .map(settings.shrinkage());
        return new Heads(lift, withConstant(image, rows), Optional.empty());
    }

    /** Texts stay where they are, along the axes in which they differ most; images are put where their texts are. */
    private Heads byTexts(Settings settings) {
        Lift lift = lifts.get(settings.axes());
        Span span = Span.of(texts());
        AffineMap text = span.map().first(Math.min(TEXT_AXES, span.dimension()));
        AffineMap image = regressions
                .computeIfAbsent(
                        settings.axes(),
                        none -> Ridge.of(captioned.stream().map(lift::values).toArray(double[][]::new)))
                .map(text.ofAll(texts()), settings.shrinkage());
        return new Heads(lift, image, Optional.of(text));
    }

    /** With a head for texts: where there are labels, one that leads to where the images of the texts are. */
    Heads both(Settings settings) {
        Heads images = images(settings);
        if (images.text().isPresent()) {
            return images;
        }
        if (ridge == null) {
            ridge = Ridge.of(texts());
        }
        double[][] targets = captioned.stream().map(images::image).toArray(double[][]::new);
        return new Heads(images.lift(), images.image(), Optional.of(ridge.map(targets, settings.penalty())));
    }

    private double[][] texts() {
        return captioned.stream().map(each -> each.text().orElseThrow()).toArray(double[][]::new);
    }

    /** As large as what else a vector has, on average: then cosines order vectors nearly as their distances do. */
    private static AffineMap withConstant(AffineMap map, double[][] rows) {
        double sum = 0;
        for (double[] row : rows) {
            double[] image = map.of(row);
            sum += Linear.dot(image, image);
        }
        return map.with(Math.sqrt(sum / rows.length));
    }
}
