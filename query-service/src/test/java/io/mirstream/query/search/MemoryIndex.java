package io.mirstream.query.search;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.SeriesUid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An index that compares every vector, with the filters inside, and notes what it was asked. */
final class MemoryIndex implements VectorSearch {
    /** A series as it was indexed. */
    record Entry(
            SeriesKey key,
            Description description,
            Map<Pooling, Vector> pooled,
            List<Vector> slices,
            Optional<Vector> report,
            Optional<PatientKey> patient) {
        /** Its slices lie 5 mm apart from 0 mm. */
        SeriesSlices placed() {
            List<Integer> indices = IntStream.range(0, slices.size()).boxed().toList();
            return new SeriesSlices(
                    indices, indices.stream().map(index -> 5.0 * index).toList(), slices);
        }
    }

    /** One call of {@link #nearest}. */
    record Asked(Space space, int queries, int k, Scope scope, boolean exact) {}

    final List<Asked> asked = new ArrayList<>();

    private ModelRef model;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<SeriesKey> gone = new HashSet<>();

    MemoryIndex(ModelRef model) {
        this.model = model;
    }

    void holds(ModelRef model) {
        this.model = model;
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    /** From now on nothing is known of the series, though its vectors are still found. */
    void forget(SeriesKey key) {
        gone.add(key);
    }

    @Override
    public ModelRef model() {
        return model;
    }

    @Override
    public Optional<Vector> volume(SeriesUid series, Pooling pooling) {
        return of(series).map(entry -> entry.pooled().get(pooling));
    }

    @Override
    public Optional<Vector> report(SeriesUid series) {
        return of(series).flatMap(Entry::report);
    }

    @Override
    public Optional<PatientKey> patient(SeriesUid series) {
        return of(series).flatMap(Entry::patient);
    }

    @Override
    public Optional<SeriesSlices> slices(SeriesUid series) {
        return of(series).filter(entry -> !entry.slices().isEmpty()).map(Entry::placed);
    }

    @Override
    public Map<SeriesKey, SeriesSlices> slices(Collection<SeriesKey> series) {
        return entries.stream()
                .filter(entry -> series.contains(entry.key()))
                .collect(Collectors.toMap(Entry::key, Entry::placed));
    }

    @Override
    public List<Double> positionsMm(SeriesKey series) {
        return slices(List.of(series)).values().stream()
                .findFirst()
                .map(SeriesSlices::positionsMm)
                .orElse(List.of());
    }

    @Override
    public Map<SeriesKey, SliceMatrix> matrices(Collection<SeriesKey> series) {
        return entries.stream()
                .filter(entry -> series.contains(entry.key()))
                .collect(Collectors.toMap(Entry::key, entry -> SliceMatrix.of(entry.slices())));
    }

    @Override
    public Map<SeriesKey, Vector> volumes(Collection<SeriesKey> series) {
        return entries.stream()
                .filter(entry -> series.contains(entry.key()))
                .collect(Collectors.toMap(Entry::key, entry -> entry.pooled().get(Pooling.AVG)));
    }

    private Optional<Entry> of(SeriesUid series) {
        return entries.stream()
                .filter(entry -> entry.key().series().equals(series))
                .findFirst();
    }

    @Override
    public long count(Space space) {
        return entries.stream().mapToLong(entry -> vectors(entry, space).size()).sum();
    }

    @Override
    public List<List<Neighbour>> nearest(Space space, List<Vector> queries, int k, Scope scope, boolean exact) {
        asked.add(new Asked(space, queries.size(), k, scope, exact));
        return queries.stream()
                .map(query -> nearest(space, query, k, scope, exact))
                .toList();
    }

    private List<Neighbour> nearest(Space space, Vector query, int k, Scope scope, boolean exact) {
        List<Neighbour> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (matches(entry, scope)) {
                for (Vector vector : vectors(entry, space)) {
                    found.add(new Neighbour(entry.key(), cosine(query.toArray(), vector.toArray())));
                }
            }
        }
        Collections.shuffle(found, new Random(found.size())); // equal ones come in no order, unless all are compared
        found.sort(
                exact
                        ? SliceVotes.BEST_FIRST
                        : Comparator.comparingDouble(Neighbour::similarity).reversed());
        return found.subList(0, Math.min(k, found.size()));
    }

    private static List<Vector> vectors(Entry entry, Space space) {
        return switch (space) {
            case Space.Volumes volumes ->
                Optional.ofNullable(entry.pooled().get(volumes.pooling())).stream()
                        .toList();
            case Space.Slices slices -> entry.slices();
            case Space.Reports reports -> entry.report().stream().toList();
        };
    }

    private static boolean matches(Entry entry, Scope scope) {
        Filters filters = scope.filters();
        Description is = entry.description();
        return !scope.except().contains(entry.key().series())
                && scope.exceptPatient()
                        .map(patient -> !entry.patient().equals(Optional.of(patient)))
                        .orElse(true)
                && (filters.collections().isEmpty()
                        || filters.collections().contains(entry.key().collection()))
                && (filters.modalities().isEmpty()
                        || is.modality().filter(filters.modalities()::contains).isPresent())
                && (filters.bodyParts().isEmpty()
                        || is.bodyPart().filter(filters.bodyParts()::contains).isPresent())
                && is.labels().entrySet().containsAll(filters.labels().entrySet());
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(lengthA * lengthB);
    }

    @Override
    public Map<SeriesKey, Description> describe(Collection<SeriesKey> series) {
        Map<SeriesKey, Description> known = new HashMap<>();
        for (Entry entry : entries) {
            if (series.contains(entry.key()) && !gone.contains(entry.key())) {
                known.put(entry.key(), entry.description());
            }
        }
        return known;
    }

    @Override
    public List<CollectionSize> collections() {
        throw new UnsupportedOperationException("no search asks for collections");
    }
}
