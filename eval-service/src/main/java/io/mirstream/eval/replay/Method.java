package io.mirstream.eval.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.json.Json;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A method of the notebooks, and how the search is asked for it. */
public enum Method {
    SLICE_FREQ {
        @Override
        void putInto(ObjectNode request) {
            slices(request, "freq");
        }
    },
    SLICE_MAX {
        @Override
        void putInto(ObjectNode request) {
            slices(request, "max");
        }
    },
    SLICE_SUM {
        @Override
        void putInto(ObjectNode request) {
            slices(request, "sum");
        }
    },
    VOLUME_MEDIAN {
        @Override
        void putInto(ObjectNode request) {
            volumes(request, Pooling.MEDIAN);
        }
    },
    VOLUME_MAXPOOLING {
        @Override
        void putInto(ObjectNode request) {
            volumes(request, Pooling.MAX);
        }
    },
    VOLUME_AVGPOOLING {
        @Override
        void putInto(ObjectNode request) {
            volumes(request, Pooling.AVG);
        }
    },
    VOLUME_STD {
        @Override
        void putInto(ObjectNode request) {
            volumes(request, Pooling.STD);
        }
    },
    /** By the query's own embedded caption. */
    CAPTION {
        @Override
        void putInto(ObjectNode request) {
            request.put("method", "text").put("target", "slice");
        }
    },
    /** Both lists are cut where {@code k} is, as the notebooks cut them, before they take turns. */
    HYBRID {
        @Override
        void putInto(ObjectNode request) {
            ObjectNode hybrid = request.put("method", "hybrid").putObject("hybrid");
            hybrid.put("fusion", "interleave")
                    .putArray("lists")
                    .add("slice-freq")
                    .add("text-slice");
        }
    };

    /** Volumes that a ranking keeps. */
    static final int KEPT = 10;

    /** Slices that each slice of the query fetches. */
    static final int NEIGHBOURS = 20;

    public static Optional<Method> of(String label) {
        return Arrays.stream(values())
                .filter(method -> method.label().equals(label))
                .findFirst();
    }

    /** {@code slice-freq}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public boolean needsText() {
        return this == CAPTION || this == HYBRID;
    }

    /** A search for a query of the pool among its index, in which every vector is compared. */
    ObjectNode request(PoolSeries pool, PoolSeries.Entry query) {
        ObjectNode request = Json.mapper().createObjectNode();
        request.put("series", query.series().value());
        request.put("model", pool.model().value());
        request.put("exact", true).put("k", KEPT).put("neighbours", NEIGHBOURS);
        request.putObject("filters")
                .putArray("collections")
                .add(pool.collection(PoolSeries.Side.INDEX).value());
        putInto(request);
        return request;
    }

    abstract void putInto(ObjectNode request);

    private static void slices(ObjectNode request, String ranking) {
        request.put("method", "slice").put("ranking", ranking);
    }

    private static void volumes(ObjectNode request, Pooling pooling) {
        request.put("method", "volume").put("pooling", pooling.wireName());
    }
}
