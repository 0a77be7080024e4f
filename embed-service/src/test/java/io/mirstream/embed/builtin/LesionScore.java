package io.mirstream.embed.builtin;

import io.mirstream.contracts.event.Pool;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.imaging.phantom.Anatomy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;

/**
 * How well neighbours share the anatomy, and among those of one anatomy the lesion's group.
 *
 * @param anatomy P@1 over all studies
 * @param precision P@3 of the group, over studies with a lesion; candidates are all others of the anatomy, as in 3D-MIR
 * @param chance that of a random ranking
 * @param interval half the width of the 95 % interval of the difference, from its deviation over queries
 */
record LesionScore(double anatomy, double precision, double chance, double interval) {
    private static final int FIRST = 3;
    private static final double NORMAL_95 = 1.96;

    /** A study of the gallery, which is a query in turn. */
    record Study(Anatomy anatomy, int group, List<float[]> slabs) {}

    double lift() {
        return precision - chance;
    }

    /** By the cosine of pooled vectors. */
    static LesionScore ofPooled(List<Study> studies, Pooling pooling) {
        List<float[]> vectors = pooled(studies, pooling);
        return of(studies, (query, other) -> cosine(vectors.get(query), vectors.get(other)));
    }

    static List<float[]> pooled(List<Study> studies, Pooling pooling) {
        return studies.stream().map(study -> Pool.of(pooling, study.slabs())).toList();
    }

    /** @param similarity of a query and a candidate, by their places in the list */
    static LesionScore of(List<Study> studies, ToDoubleBiFunction<Integer, Integer> similarity) {
        int sameAnatomy = 0;
        List<double[]> queries = new ArrayList<>();
        for (int query = 0; query < studies.size(); query++) {
            Study study = studies.get(query);
            List<Study> ranked = ranked(studies, query, similarity);
            sameAnatomy += ranked.getFirst().anatomy() == study.anatomy() ? 1 : 0;
            if (study.group() != LesionGroup.NONE) {
                List<Study> candidates = ranked.stream()
                        .filter(other -> other.anatomy() == study.anatomy())
                        .toList();
                queries.add(new double[] {
                    share(candidates.subList(0, FIRST), study.group()), share(candidates, study.group())
                });
            }
        }
        double precision =
                queries.stream().mapToDouble(query -> query[0]).average().orElseThrow();
        double chance =
                queries.stream().mapToDouble(query -> query[1]).average().orElseThrow();
        double squares = queries.stream()
                .mapToDouble(query -> Math.pow(query[0] - query[1] - precision + chance, 2))
                .sum();
        return new LesionScore(
                sameAnatomy / (double) studies.size(),
                precision,
                chance,
                NORMAL_95 * Math.sqrt(squares) / queries.size());
    }

    private static List<Study> ranked(List<Study> studies, int query, ToDoubleBiFunction<Integer, Integer> similarity) {
        List<double[]> candidates = new ArrayList<>();
        for (int other = 0; other < studies.size(); other++) {
            if (other != query) {
                candidates.add(new double[] {other, similarity.applyAsDouble(query, other)});
            }
        }
        candidates.sort(Comparator.comparingDouble(candidate -> -candidate[1]));
        return candidates.stream()
                .map(candidate -> studies.get((int) candidate[0]))
                .toList();
    }

    private static double share(List<Study> candidates, int group) {
        return candidates.stream().filter(other -> other.group() == group).count() / (double) candidates.size();
    }

    static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.3f | %.3f | %.3f | %+.3f ± %.3f", anatomy, precision, chance, lift(), interval);
    }
}
