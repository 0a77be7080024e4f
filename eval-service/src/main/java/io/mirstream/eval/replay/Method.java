package io.mirstream.eval.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How queries are compared, and how the search is asked for it. Those up to {@code hybrid} are the notebooks'. */
public enum Method {
    SLICE_FREQ(Needs.IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            slices(request, "freq");
        }
    },
    SLICE_MAX(Needs.IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            slices(request, "max");
        }
    },
    SLICE_SUM(Needs.IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            slices(request, "sum");
        }
    },
    VOLUME_MEDIAN(Needs.IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            volumes(request, Pooling.MEDIAN);
        }
    },
    VOLUME_MAXPOOLING(Needs.IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            volumes(request, Pooling.MAX);
        }
    },
    VOLUME_AVGPOOLING(Needs.IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            volumes(request, Pooling.AVG);
        }
    },
    VOLUME_STD(Needs.IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            volumes(request, Pooling.STD);
        }
    },
    /** By the query's own embedded caption. */
    CAPTION(Needs.CAPTIONS_LIKE_IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            request.put("method", "text").put("target", "slice");
        }
    },
    /** Both lists are cut where {@code k} is, as the notebooks cut them, before they take turns. */
    HYBRID(Needs.CAPTIONS_LIKE_IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            hybrid(request, "interleave", "slice-freq", "text-slice");
        }
    },
    /** By volume, then ranked again slice by slice. */
    LATE_INTERACTION(Needs.IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            request.put("method", "late-interaction");
        }
    },
    /** Reciprocal ranks of two image methods, which every model has. */
    RRF(Needs.IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            hybrid(request, "rrf", "volume-avg", "slice-freq");
        }
    },
    /** Captions among captions, all of them made from labels: what could be reached, and no way to find an image. */
    TEXT_TO_TEXT(Needs.CAPTIONS) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            request.put("method", "text").put("target", "report");
        }
    },
    /** Image and caption as one vector. */
    FUSED(Needs.WORDS_LIKE_IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            volumes(request, Pooling.AVG);
            request.put("text", words.orElseThrow().caption());
        }
    },
    /** By what the released code embeds in place of a caption. */
    CAPTION_RELEASED(Needs.WORDS_LIKE_IMAGES) {
        @Override
        void putInto(ObjectNode request, Optional<QueryWords> words) {
            CAPTION.putInto(request, words);
            request.put("text", words.orElseThrow().released().orElseThrow());
        }
    };

    /** Volumes that a ranking keeps. */
    static final int KEPT = 10;

    /** Slices that each slice of the query fetches. */
    static final int NEIGHBOURS = 20;

    /** More than this no search finds. */
    static final int MOST = 1_000;

    private enum Needs {
        IMAGES,
        /** Captions are compared with each other. */
        CAPTIONS,
        /** Embedded captions are compared with images. */
        CAPTIONS_LIKE_IMAGES,
        /** Words that are not in the index are embedded, and compared with images. */
        WORDS_LIKE_IMAGES
    }

    private final Needs needs;

    Method(Needs needs) {
        this.needs = needs;
    }

    /** The nine of the notebooks. */
    public static List<Method> ofNotebooks() {
        return Arrays.stream(values())
                .filter(method -> method.compareTo(HYBRID) <= 0)
                .toList();
    }

    public static Optional<Method> of(String label) {
        return Arrays.stream(values())
                .filter(method -> method.label().equals(label))
                .findFirst();
    }

    /** {@code slice-freq}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it compares nothing but words that were made from labels. */
    public boolean isOracle() {
        return this == TEXT_TO_TEXT;
    }

    /** Why a model cannot do it, as the query-service would say; empty when it can. */
    public Optional<String> missingIn(ModelRef model) {
        if (needs == Needs.IMAGES) {
            return Optional.empty();
        }
        if (model.textDimension() == 0) {
            return Optional.of("the model embeds no texts");
        }
        return needs == Needs.CAPTIONS || model.sharedSpace()
                ? Optional.empty()
                : Optional.of("the model's texts and images have no space in common");
    }

    /** Whether the query needs an embedded caption. */
    public boolean needsCaption() {
        return needs == Needs.CAPTIONS || needs == Needs.CAPTIONS_LIKE_IMAGES;
    }

    /** Whether words are embedded when they are searched for: something must run the model. */
    public boolean needsEmbedder() {
        return needs == Needs.WORDS_LIKE_IMAGES;
    }

    /** A search for a query of the pool among a gallery, in which every vector is compared. */
    ObjectNode request(ModelRef model, SearchedPool pool, Question question) {
        List<CollectionName> among = pool.among().get(question.gallery());
        ObjectNode request = request(model, pool.queries().get(question.query()), among, KEPT);
        request.put("neighbours", NEIGHBOURS);
        putInto(request, Optional.ofNullable(pool.words().get(question.query())));
        return request;
    }

    /** A search that finds whatever is there, up to a count. */
    static ObjectNode anything(ModelRef model, SeriesUid query, List<CollectionName> among, int count) {
        ObjectNode request = request(model, query, among, count);
        VOLUME_AVGPOOLING.putInto(request, Optional.empty());
        return request;
    }

    private static ObjectNode request(ModelRef model, SeriesUid query, List<CollectionName> among, int count) {
        ObjectNode request = Json.mapper().createObjectNode();
        request.put("series", query.value());
        request.put("model", model.fingerprint().value());
        request.put("exact", true).put("k", count);
        ArrayNode collections = request.putObject("filters").putArray("collections");
        among.forEach(collection -> collections.add(collection.value()));
        return request;
    }

    abstract void putInto(ObjectNode request, Optional<QueryWords> words);

    private static void slices(ObjectNode request, String ranking) {
        request.put("method", "slice").put("ranking", ranking);
    }

    private static void volumes(ObjectNode request, Pooling pooling) {
        request.put("method", "volume").put("pooling", pooling.wireName());
    }

    private static void hybrid(ObjectNode request, String fusion, String first, String second) {
        ObjectNode hybrid = request.put("method", "hybrid").putObject("hybrid");
        hybrid.put("fusion", fusion).putArray("lists").add(first).add(second);
    }
}
