package io.mirstream.eval.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** In memory. To it all series are alike: it finds those of the collections in the order of their UIDs. */
final class FakeArchive implements Archive {
    final Map<ModelFingerprint, List<SeriesEmbedding>> models = new HashMap<>();
    final List<ObjectNode> searches = Collections.synchronizedList(new ArrayList<>());
    Optional<ErrorCode> refusal = Optional.empty();

    @Override
    public boolean holds(ModelFingerprint model) {
        return models.containsKey(model);
    }

    @Override
    public void register(ModelRef model) {
        models.putIfAbsent(model.fingerprint(), new ArrayList<>());
    }

    @Override
    public void publish(SeriesEmbedding embedding) {
        models.get(embedding.model().fingerprint()).add(embedding);
    }

    @Override
    public void flush() {
        // nothing is ever under way
    }

    @Override
    public Size searchable(ModelFingerprint model) {
        List<SeriesEmbedding> series = models.get(model);
        return new Size(
                series.size(),
                series.stream().mapToLong(each -> each.slices().size()).sum());
    }

    @Override
    public List<SeriesUid> search(ObjectNode request) {
        searches.add(request);
        refusal.ifPresent(code -> {
            throw new CodedException(code, "told to");
        });
        Set<String> collections = new HashSet<>();
        request.path("filters").path("collections").forEach(each -> collections.add(each.asText()));
        return models.get(new ModelFingerprint(request.path("model").asText())).stream()
                .filter(series -> collections.contains(series.collection().value()))
                .map(SeriesEmbedding::seriesInstanceUid)
                .sorted()
                .toList();
    }

    @Override
    public void remove(ModelFingerprint model, List<SeriesUid> series) {
        models.remove(model);
    }
}
