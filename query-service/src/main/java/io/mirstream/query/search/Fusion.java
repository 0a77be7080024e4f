package io.mirstream.query.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How two rankings become one. */
public enum Fusion {
    /** By turns, without duplicates, up to the end of the shorter list (3D-MIR); the score is 1 / rank. */
    INTERLEAVE {
        @Override
        List<Neighbour> fuse(List<Neighbour> first, List<Neighbour> second) {
            Set<SeriesKey> order = new LinkedHashSet<>();
            for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
                order.add(first.get(i).series());
                order.add(second.get(i).series());
            }
            List<Neighbour> fused = new ArrayList<>();
            for (SeriesKey series : order) {
                fused.add(new Neighbour(series, 1.0 / (fused.size() + 1)));
            }
            return fused;
        }
    },
    /** Reciprocal ranks, summed (Cormack et al., SIGIR 2009): the score is the sum of 1 / (60 + rank). */
    RRF {
        @Override
        List<Neighbour> fuse(List<Neighbour> first, List<Neighbour> second) {
            Map<SeriesKey, Double> scores = new HashMap<>();
            for (List<Neighbour> list : List.of(first, second)) {
                for (int i = 0; i < list.size(); i++) {
                    scores.merge(list.get(i).series(), 1 / (RANK_OFFSET + i + 1), Double::sum);
                }
            }
            return SliceVotes.ranked(scores);
        }
    };

    /** Keeps the first ranks from deciding alone; the value of the paper. */
    private static final double RANK_OFFSET = 60;

    /** @return best first */
    abstract List<Neighbour> fuse(List<Neighbour> first, List<Neighbour> second);

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Fusion ofWireName(String name) {
        for (Fusion fusion : values()) {
            if (fusion.wireName().equals(name)) {
                return fusion;
            }
        }
        throw new CodedException(ErrorCode.QUERY_INVALID, "fusion is one of interleave, rrf");
    }
}
