package io.mirstream.eval.learn;

import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.Vector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Examples of collections: their series, the labels of their studies, and the vectors of their reports. */
public final class CollectionExamples {
    /** All collections are searched at once. */
    private static final String POOL = "collection";

    private CollectionExamples() {}

    /**
     * @param embeddings of one model
     * @param names labels whose values, taken together, are the class; a series that lacks one has no class
     */
    public static List<Example> of(Collection<SeriesEmbedding> embeddings, List<String> names) {
        return embeddings.stream().map(each -> example(each, names)).toList();
    }

    private static Example example(SeriesEmbedding embedding, List<String> names) {
        return new Example(
                embedding.seriesInstanceUid().value(),
                embedding.patientKey().map(key -> "patient " + key).orElse("study " + embedding.studyInstanceUid()),
                POOL,
                label(embedding.labels(), names)
                        .map(label -> Map.of(POOL, label))
                        .orElse(Map.of()),
                Slices.unit(embedding.slices().stream()
                        .map(slice -> slice.vector().toArray())
                        .toList()),
                embedding.reportVector().map(Vector::toArray).map(caption -> Slices.values(Slices.unit(caption))));
    }

    private static Optional<String> label(Map<String, String> labels, List<String> names) {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            if (!labels.containsKey(name)) {
                return Optional.empty();
            }
            values.add(labels.get(name));
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }
}
