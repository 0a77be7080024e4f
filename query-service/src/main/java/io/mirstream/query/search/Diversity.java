package io.mirstream.query.search;

import io.mirstream.contracts.event.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): hits that are not all alike. */
final class Diversity {
    private Diversity() {}

    /**
     * Takes one hit after the other: the one with the greatest {@code (1 - diversity) * score - diversity * similarity},
     * where the score is scaled to [0, 1] over all candidates, and the similarity is the greatest cosine with a hit that is
     * taken already. Ties in the order of {@code ranked}.
     *
     * @param ranked candidates, best first
     * @param vectors of the candidates; one without is like no other
     * @param diversity 0 for the order as it is, 1 for what differs most
     * @return at most {@code k}, in the order in which they were taken, with their own scores
     */
    static List<Neighbour> rank(List<Neighbour> ranked, Map<SeriesKey, Vector> vectors, double diversity, int k) {
        List<Neighbour> open = new ArrayList<>(ranked);
        List<float[]> units = new ArrayList<>();
        for (Neighbour candidate : open) {
            Vector vector = vectors.get(candidate.series());
            units.add(vector == null ? new float[0] : SliceMatrix.unit(vector));
        }
        double best = ranked.isEmpty() ? 0 : ranked.getFirst().similarity();
        double range = ranked.isEmpty() ? 0 : best - ranked.getLast().similarity();
        List<Neighbour> taken = new ArrayList<>();
        double[] alike = new double[open.size()];
        java.util.Arrays.fill(alike, -1);
        boolean[] gone = new boolean[open.size()];
        while (taken.size() < Math.min(k, open.size())) {
            int next = -1;
            double greatest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < gone.length; i++) {
                double relevance = range > 0 ? 1 - (best - open.get(i).similarity()) / range : 1;
                double worth = (1 - diversity) * relevance - (taken.isEmpty() ? 0 : diversity * alike[i]);
                if (!gone[i] && worth > greatest) {
                    greatest = worth;
                    next = i;
                }
            }
            gone[next] = true;
            taken.add(open.get(next));
            for (int i = 0; i < gone.length; i++) {
                alike[i] = Math.max(alike[i], cosine(units.get(i), units.get(next)));
            }
        }
        return taken;
    }

    private static double cosine(float[] unit, float[] other) {
        double sum = 0;
        for (int i = 0; i < Math.min(unit.length, other.length); i++) {
            sum += (double) unit[i] * other[i];
        }
        return sum;
    }
}
