package io.mirstream.ingest.index;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The indices of several models in memory. Whoever asks for them meets what a test has in mind for that moment. */
public final class MemoryModels implements ModelIndices {
    private final Map<ModelFingerprint, ModelRef> models = new LinkedHashMap<>();
    private final Map<ModelFingerprint, MemoryIndex> indices = new LinkedHashMap<>();
    private final Set<ModelFingerprint> removed = new HashSet<>();
    private Optional<ModelFingerprint> live = Optional.empty();
    private Runnable whenMade = () -> {};

    public MemoryModels with(MemoryIndex index, ModelRef model) {
        models.put(model.fingerprint(), model);
        indices.put(model.fingerprint(), index);
        return this;
    }

    public MemoryModels live(ModelRef model) {
        live = Optional.of(model.fingerprint());
        return this;
    }

    /** Happens once, right after the next model's indices were made. */
    public void whenMade(Runnable what) {
        whenMade = what;
    }

    public void remove(ModelRef model) {
        models.remove(model.fingerprint());
        removed.add(model.fingerprint());
    }

    public MemoryIndex index(ModelRef model) {
        return indices.get(model.fingerprint());
    }

    @Override
    public Known known() {
        return new Known(models, removed, live);
    }

    @Override
    public void make(ModelRef model) {
        if (!models.containsKey(model.fingerprint())) {
            with(new MemoryIndex(model.fingerprint()), model);
            Runnable now = whenMade;
            whenMade = () -> {};
            now.run();
        }
    }

    @Override
    public VectorIndex of(ModelRef model) {
        return indices.get(model.fingerprint());
    }
}
