package io.mirstream.eval.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Chooses settings, and says how well the choosing does: folds that judge have no part in what they judge, neither in the
 * heads nor in their settings (nested cross-validation, Stone 1974; Varma and Simon 2006).
 *
 * @param folds in which examples are held out
 * @param seed of the folds
 * @param labelled whether examples have labels to learn from, or texts alone
 */
record CrossValidation(int folds, long seed, boolean labelled) {
    /**
     * {@link Retrieval#score} of each example that was held out, in one order.
     *
     * @param learned by the heads
     * @param untrained by the vectors as they were; of texts there is none, as they were in another space
     * @param chance of a random order
     */
    record Scores(double[] learned, double[] untrained, double[] chance) {
        private static Scores together(List<Scores> parts) {
            return new Scores(
                    joined(parts.stream().map(Scores::learned).toList()),
                    joined(parts.stream().map(Scores::untrained).toList()),
                    joined(parts.stream().map(Scores::chance).toList()));
        }

        private static double[] joined(List<double[]> parts) {
            return parts.stream().flatMapToDouble(DoubleStream::of).toArray();
        }
    }

    /** Of images that ask, none without labels; and of texts that ask, none where there is no head for texts. */
    record Judgement(Scores images, Scores texts) {}

    /**
     * The settings with the best average precision of examples that are held out in turn; the simplest of those that do as
     * well.
     */
    Settings choose(List<Example> examples, boolean texts) {
        List<Folds.Split> splits = Folds.of(examples, folds, seed);
        Map<Integer, Lift> lifts = Fit.lifts(examples);
        List<Fit> fits =
                splits.stream().map(split -> new Fit(split.learned(), lifts)).toList();
        Settings images = best(Settings.ofImages(), settings -> mean(splits, fits, settings, !labelled));
        return labelled && texts ? best(images.ofTexts(), settings -> mean(splits, fits, settings, true)) : images;
    }

    private interface Worth {
        double of(Settings settings);
    }

    private static Settings best(List<Settings> all, Worth worth) {
        Settings best = all.getFirst();
        double most = Double.NEGATIVE_INFINITY;
        for (Settings settings : all) {
            double now = worth.of(settings);
            if (now > most) {
                most = now;
                best = settings;
            }
        }
        return best;
    }

    private double mean(List<Folds.Split> splits, List<Fit> fits, Settings settings, boolean byText) {
        List<boolean[]> all = new ArrayList<>();
        for (int fold = 0; fold < splits.size(); fold++) {
            Heads heads =
                    byText ? fits.get(fold).both(settings) : fits.get(fold).images(settings);
            all.addAll(hits(splits.get(fold), heads, byText));
        }
        return all.stream().mapToDouble(Retrieval::averagePrecision).average().orElse(0);
    }

    private List<boolean[]> hits(Folds.Split split, Heads heads, boolean byText) {
        Retrieval retrieval = new Retrieval(split, labelled);
        return retrieval.hits(retrieval.queries(byText), byText ? heads::text : heads::image, heads::image);
    }

    /** Chooses and learns without each fold in turn, and judges by it. */
    Judgement judge(List<Example> examples, boolean texts) {
        List<Scores> images = new ArrayList<>();
        List<Scores> ofTexts = new ArrayList<>();
        for (Folds.Split split : Folds.of(examples, folds, seed)) {
            Settings settings = choose(split.learned(), texts);
            Fit fit = new Fit(split.learned(), Fit.lifts(split.learned()));
            Heads heads = texts ? fit.both(settings) : fit.images(settings);
            if (labelled) {
                images.add(scores(split, heads, false));
            }
            if (texts) {
                ofTexts.add(scores(split, heads, true));
            }
        }
        return new Judgement(Scores.together(images), Scores.together(ofTexts));
    }

    private Scores scores(Folds.Split split, Heads heads, boolean byText) {
        Retrieval retrieval = new Retrieval(split, labelled);
        List<boolean[]> untrained = byText
                ? List.of()
                : retrieval.hits(retrieval.queries(false), CrossValidation::untrained, CrossValidation::untrained);
        List<boolean[]> learned = hits(split, heads, byText);
        return new Scores(
                values(learned, retrieval::score),
                values(untrained, retrieval::score),
                values(learned, retrieval::chance));
    }

    private static double[] values(List<boolean[]> hits, ToDoubleFunction<boolean[]> score) {
        return hits.stream().mapToDouble(score).toArray();
    }

    /** The mean over slices, as volumes are compared without a head. */
    static double[] untrained(Example example) {
        return Slices.mean(example.slices());
    }
}
