package io.mirstream.eval.learn;

import io.mirstream.eval.score.Interval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What heads were learned from, and what they are worth on examples that had no part in them.
 *
 * @param classes and how many examples each has
 * @param texts how many examples have one
 * @param judgement precision at 3 of classes; where there are none, average precision of each text's own images
 */
public record LearningReport(
        int examples,
        Map<String, Integer> classes,
        int texts,
        Settings settings,
        int folds,
        long seed,
        CrossValidation.Judgement judgement) {
    /** Of the bootstrap: the same scores have the same intervals. */
    static final long BOOTSTRAP_SEED = 1;

    static LearningReport of(
            List<Example> examples,
            Map<String, Integer> classes,
            Settings settings,
            int folds,
            long seed,
            CrossValidation.Judgement judgement) {
        int texts =
                (int) examples.stream().filter(each -> each.text().isPresent()).count();
        return new LearningReport(examples.size(), classes, texts, settings, folds, seed, judgement);
    }

    /** For people and programs; no number in it is NaN. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("examples", examples);
        document.put("classes", classes);
        document.put("texts", texts);
        document.put("seed", seed);
        document.put("folds", folds);
        Map<String, Object> chosen = new LinkedHashMap<>();
        chosen.put("axes", settings.axes());
        chosen.put("shrinkage", settings.shrinkage());
        boolean byText = judgement.texts().learned().length > 0;
        if (byText && !classes.isEmpty()) {
            chosen.put("penalty", settings.penalty());
        }
        document.put("settings", chosen);
        Map<String, Object> scores = new LinkedHashMap<>();
        if (!classes.isEmpty()) {
            scores.put("images", ofImages(judgement.images()));
        }
        if (byText) {
            scores.put("texts", ofTexts(judgement.texts()));
        }
        document.put(classes.isEmpty() ? "crossValidatedAveragePrecision" : "crossValidatedPrecisionAt3", scores);
        return document;
    }

    private static Map<String, Object> ofImages(CrossValidation.Scores scores) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("learned", measured(scores.learned()));
        document.put("untrained", measured(scores.untrained()));
        document.put("difference", measured(differences(scores.learned(), scores.untrained())));
        document.put("chance", rounded(mean(scores.chance())));
        return document;
    }

    private static Map<String, Object> ofTexts(CrossValidation.Scores scores) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("learned", measured(scores.learned()));
        document.put("chance", rounded(mean(scores.chance())));
        document.put("difference", measured(differences(scores.learned(), scores.chance())));
        return document;
    }

    static double[] differences(double[] values, double[] others) {
        double[] differences = values.clone();
        for (int i = 0; i < differences.length; i++) {
            differences[i] -= others[i];
        }
        return differences;
    }

    private static Map<String, Object> measured(double[] values) {
        Interval interval = Interval.ofMean(values, BOOTSTRAP_SEED);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("mean", rounded(mean(values)));
        document.put("low", rounded(interval.low()));
        document.put("high", rounded(interval.high()));
        return document;
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
