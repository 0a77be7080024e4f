package io.mirstream.eval.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Splits examples for cross-validation: kin stay together, and each fold has its share of each class. */
final class Folds {
    private Folds() {}

    /** What is learned from, and what is held out; both in the order of the examples. */
    record Split(List<Example> learned, List<Example> heldOut) {}

    static List<Split> of(List<Example> examples, int count, long seed) {
        Map<String, Integer> folds = foldOfKin(examples, count, seed);
        List<Split> splits = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            int wanted = fold;
            splits.add(new Split(
                    examples.stream()
                            .filter(each -> folds.get(each.kin()) != wanted)
                            .toList(),
                    examples.stream()
                            .filter(each -> folds.get(each.kin()) == wanted)
                            .toList()));
        }
        return splits;
    }

    private static Map<String, Integer> foldOfKin(List<Example> examples, int count, long seed) {
        Map<String, String> classes = new LinkedHashMap<>();
        for (Example example : examples) {
            classes.putIfAbsent(example.kin(), example.classLabel().orElse(""));
        }
        List<String> kin = new ArrayList<>(classes.keySet());
        shuffle(kin, seed);
        kin.sort(Comparator.comparing(classes::get)); // stable: within a class the order stays random
        Map<String, Integer> folds = new LinkedHashMap<>();
        for (int at = 0; at < kin.size(); at++) {
            folds.put(kin.get(at), at % count);
        }
        return folds;
    }

    static <T> void shuffle(List<T> list, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int last = list.size() - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            T moved = list.get(last);
            list.set(last, list.get(other));
            list.set(other, moved);
        }
    }
}
