package io.mirstream.service.access;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The collections that a caller may see.
 *
 * @param everything whether these are all, those to come, too
 * @param collections which they are, unless all
 */
public record Reach(boolean everything, Set<CollectionName> collections) {
    public static final Reach EVERYTHING = new Reach(true, Set.of());
    public static final Reach NOTHING = new Reach(false, Set.of());

    /** In configuration: all collections. */
    private static final String ALL = "*";

    public Reach {
        collections = Set.copyOf(collections);
    }

    /**
     * @param names of collections; {@code *} for all
     * @throws CodedException {@code ACCESS_INVALID}
     */
    public static Reach of(List<String> names) {
        if (names.contains(ALL)) {
            return EVERYTHING;
        }
        try {
            return new Reach(false, names.stream().map(CollectionName::new).collect(Collectors.toSet()));
        } catch (CodedException e) {
            throw new CodedException(ErrorCode.ACCESS_INVALID, e.getMessage(), e);
        }
    }

    public boolean covers(CollectionName collection) {
        return everything || collections.contains(collection);
    }

    /** Both. */
    public Reach and(Reach other) {
        if (everything || other.everything) {
            return EVERYTHING;
        }
        Set<CollectionName> both = new HashSet<>(collections);
        both.addAll(other.collections);
        return new Reach(false, both);
    }

    /**
     * Which collections a query may search.
     *
     * @param asked those that the query names; none stands for all
     * @return those to search; none stands for all
     * @throws CodedException {@code FORBIDDEN} when one is named that is not the caller's, or none is the caller's
     */
    public List<CollectionName> narrow(List<CollectionName> asked) {
        if (everything) {
            return asked;
        }
        if (collections.isEmpty() || !collections.containsAll(asked)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "a collection that this caller may not see");
        }
        return asked.isEmpty() ? sorted() : asked;
    }

    /** In order of their names; none when all, or none. */
    public List<CollectionName> sorted() {
        return collections.stream()
                .sorted(Comparator.comparing(CollectionName::value))
                .toList();
    }
}
