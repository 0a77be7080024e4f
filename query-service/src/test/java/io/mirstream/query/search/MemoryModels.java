package io.mirstream.query.search;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Indices in memory, the first of them live until another is promoted. */
final class MemoryModels implements IndexedModels {
    private final List<MemoryIndex> indices;
    private MemoryIndex live;

    MemoryModels(MemoryIndex... indices) {
        this.indices = Arrays.asList(indices);
        live = indices[0];
    }

    void promote(MemoryIndex index) {
        live = index;
    }

    @Override
    public List<Indexed> all() {
        return indices.stream()
                .map(index -> new Indexed(index.model(), index == live ? Role.LIVE : Role.CANDIDATE))
                .toList();
    }

    @Override
    public Optional<ModelFingerprint> liveFingerprint() {
        return Optional.of(live.model().fingerprint());
    }

    @Override
    public VectorSearch live() {
        return live;
    }

    @Override
    public VectorSearch of(String idOrFingerprint) {
        return indices.stream()
                .filter(index -> index.model().fingerprint().value().equals(idOrFingerprint))
                .findFirst()
                .orElseThrow(() -> new CodedException(ErrorCode.MODEL_UNKNOWN, "no such model"));
    }
}
