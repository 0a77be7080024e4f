package io.mirstream.query.search;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.id.SeriesUid;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A query: a series, an image that is sent beside it, a text, or an image of either kind and a text.
 *
 * @param series a series in the index, to find others like it
 * @param text words, to find series by their reports or, where the model can, by their images
 * @param method when absent {@code volume} for an image, {@code text} for a text, {@code hybrid} for both
 * @param pooling of {@code volume}; {@code avg} when absent
 * @param ranking of {@code slice}; {@code freq} when absent
 * @param target of {@code text}; when absent {@code volume} where text and image share a space, {@code report} otherwise
 * @param neighbours of each slice, for {@code slice}; 20 when absent (3D-MIR)
 * @param candidates by volume that {@code late-interaction} ranks, or that {@code diversity} chooses from; when absent 50,
 *     and never fewer than {@code k}
 * @param hybrid what {@code hybrid} is made of
 * @param textWeight for {@code volume} with an image and a text: the share of the text, from 0 to 1; 0.5 when absent
 * @param k how many series to find; 10 when absent
 * @param filters what they must be
 * @param exact whether every vector is compared, however many there are; false when absent
 * @param excludeSamePatient whether series of the query's patient are left out; false when absent
 * @param minScore series with a smaller score are left out
 * @param diversity from 0, the most alike, to 1, what differs most from each other; 0 when absent
 * @param region the part of the image that is looked for; all of it when absent
 * @param explain whether each hit says why; false when absent
 * @param searchAfter {@code next} of an earlier answer to the same query, to go on after its last hit
 * @param model id or fingerprint of the model to search by, to compare two of them; the live one when absent
 */
public record SearchRequest(
        Optional<SeriesUid> series,
        Optional<String> text,
        Optional<Method> method,
        Optional<Pooling> pooling,
        Optional<Ranking> ranking,
        Optional<TextTarget> target,
        Optional<Integer> neighbours,
        Optional<Integer> candidates,
        Optional<Hybrid> hybrid,
        Optional<Double> textWeight,
        Optional<Integer> k,
        Filters filters,
        Optional<Boolean> exact,
        Optional<Boolean> excludeSamePatient,
        Optional<Double> minScore,
        Optional<Double> diversity,
        Optional<Region> region,
        Optional<Boolean> explain,
        Optional<Cursor> searchAfter,
        Optional<String> model) {
    public static final int DEFAULT_K = 10;
    public static final int MAX_K = 1_000;
    public static final int MAX_TEXT_CHARACTERS = 4_096;

    /** Neighbours of each slice of the query (3D-MIR). */
    public static final int DEFAULT_NEIGHBOURS = 20;

    public static final int MAX_NEIGHBOURS = 200;
    public static final int DEFAULT_CANDIDATES = 50;

    /** Their slices are compared one by one. */
    public static final int MAX_CANDIDATES = 500;

    private static final double DEFAULT_TEXT_WEIGHT = 0.5;

    /**
     * Two rankings and how they become one.
     *
     * @param fusion {@code rrf} when absent
     * @param lists two; when absent the volume's average, and the text
     */
    public record Hybrid(Optional<Fusion> fusion, List<RankedBy> lists) {
        public Hybrid {
            fusion = Objects.requireNonNullElse(fusion, Optional.empty());
            lists = lists == null ? List.of() : List.copyOf(lists);
            require(lists.isEmpty() || lists.size() == 2, "hybrid.lists are two");
        }
    }

    public SearchRequest {
        series = absent(series);
        text = absent(text);
        method = absent(method);
        pooling = absent(pooling);
        ranking = absent(ranking);
        target = absent(target);
        neighbours = absent(neighbours);
        candidates = absent(candidates);
        hybrid = absent(hybrid);
        textWeight = absent(textWeight);
        k = absent(k);
        filters = Objects.requireNonNullElse(filters, Filters.NONE);
        exact = absent(exact);
        excludeSamePatient = absent(excludeSamePatient);
        minScore = absent(minScore);
        diversity = absent(diversity);
        region = absent(region);
        explain = absent(explain);
        searchAfter = absent(searchAfter);
        model = absent(model);

        require(
                text.isEmpty() || (!text.get().isBlank() && text.get().length() <= MAX_TEXT_CHARACTERS),
                "text must have 1 to " + MAX_TEXT_CHARACTERS + " characters");
        within(k, 1, MAX_K, "k");
        within(neighbours, 1, MAX_NEIGHBOURS, "neighbours");
        within(candidates, 1, MAX_CANDIDATES, "candidates");
        within(textWeight, 0, 1, "textWeight");
        within(diversity, 0, 1, "diversity");
        require(minScore.map(Double::isFinite).orElse(true), "minScore must be a number");
        belongs(pooling, method, Method.VOLUME, "pooling");
        belongs(ranking, method, Method.SLICE, "ranking");
        belongs(target, method, Method.TEXT, "target");
        belongs(hybrid, method, Method.HYBRID, "hybrid");
        require(
                diversity.orElse(0.0) == 0 || searchAfter.isEmpty(),
                "diversity chooses among all candidates: raise k instead of searchAfter");
    }

    private static <T> Optional<T> absent(Optional<T> given) {
        return Objects.requireNonNullElse(given, Optional.empty());
    }

    private static void within(Optional<? extends Number> value, int from, int to, String name) {
        value.ifPresent(n ->
                require(n.doubleValue() >= from && n.doubleValue() <= to, name + " must be " + from + " to " + to));
    }

    /** What is given with no method says which one is meant. */
    private static void belongs(Optional<?> given, Optional<Method> method, Method to, String name) {
        require(given.isEmpty() || method.orElse(to) == to, name + " belongs to method " + to.wireName());
    }

    /** The same, of what others there must be. */
    public SearchRequest with(Filters others) {
        return new SearchRequest(
                series,
                text,
                method,
                pooling,
                ranking,
                target,
                neighbours,
                candidates,
                hybrid,
                textWeight,
                k,
                others,
                exact,
                excludeSamePatient,
                minScore,
                diversity,
                region,
                explain,
                searchAfter,
                model);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new CodedException(ErrorCode.QUERY_INVALID, rule);
        }
    }

    /** @throws CodedException {@code QUERY_INVALID} when there is nothing to search with, or too much */
    void requireQuery(boolean hasImage) {
        require(!(hasImage && series.isPresent()), "a series and an image are two queries: give one");
        require(hasImage || series.isPresent() || text.isPresent(), "give a series, a text or an image");
    }

    /**
     * How series are ranked: one way, or two for {@code hybrid}.
     *
     * @param hasImage whether an image is sent beside this
     * @param sharedSpace whether the model's texts may be compared with its images
     * @throws CodedException {@code QUERY_INVALID} when the query lacks what the method compares
     */
    List<RankedBy> lists(boolean hasImage, boolean sharedSpace) {
        requireQuery(hasImage);
        boolean image = hasImage || series.isPresent();
        TextTarget toText = target.orElse(sharedSpace ? TextTarget.VOLUME : TextTarget.REPORT);
        List<RankedBy> lists =
                switch (methodOr(image)) {
                    case VOLUME -> List.of(volume(image && text.isPresent()));
                    case SLICE -> List.of(new RankedBy.Slice(ranking.orElse(Ranking.FREQ)));
                    case LATE_INTERACTION -> List.of(new RankedBy.Late());
                    case TEXT -> List.of(new RankedBy.Text(toText));
                    case HYBRID ->
                        hybrid.map(Hybrid::lists)
                                .filter(given -> !given.isEmpty())
                                .orElse(List.of(new RankedBy.Volume(Pooling.AVG), new RankedBy.Text(toText)));
                };
        for (RankedBy list : lists) {
            require(!list.needsImage() || image, list.wireName() + " needs a series or an image");
            require(!list.needsText() || text.isPresent() || series.isPresent(), list.wireName() + " needs a text");
        }
        require(
                text.isEmpty() || lists.stream().anyMatch(RankedBy::needsText),
                "a text belongs to methods volume, text and hybrid");
        return lists;
    }

    private RankedBy volume(boolean withText) {
        Pooling given = pooling.orElse(Pooling.AVG);
        return withText
                ? new RankedBy.VolumeAndText(given, textWeight.orElse(DEFAULT_TEXT_WEIGHT))
                : new RankedBy.Volume(given);
    }

    private Method methodOr(boolean image) {
        Optional<Method> said = Stream.of(
                        method,
                        pooling.map(given -> Method.VOLUME),
                        ranking.map(given -> Method.SLICE),
                        target.map(given -> Method.TEXT),
                        hybrid.map(given -> Method.HYBRID))
                .flatMap(Optional::stream)
                .findFirst();
        return said.orElse(!image ? Method.TEXT : text.isPresent() ? Method.HYBRID : Method.VOLUME);
    }

    Fusion fusion() {
        return hybrid.flatMap(Hybrid::fusion).orElse(Fusion.RRF);
    }

    int count() {
        return k.orElse(DEFAULT_K);
    }

    int neighboursPerSlice() {
        return neighbours.orElse(DEFAULT_NEIGHBOURS);
    }

    /** Series that are ranked before some are left out. */
    int candidateCount() {
        return Math.max(candidates.orElse(DEFAULT_CANDIDATES), wanted());
    }

    /** With those of earlier pages. */
    int wanted() {
        int wanted = count() + searchAfter.map(Cursor::seen).orElse(0);
        require(wanted <= MAX_K, "k and what was seen before must be " + MAX_K + " at most");
        return wanted;
    }

    boolean isDiverse() {
        return diversity.orElse(0.0) > 0;
    }

    boolean isExplained() {
        return explain.orElse(false);
    }

    boolean isSamePatientExcluded() {
        return excludeSamePatient.orElse(false);
    }
}
