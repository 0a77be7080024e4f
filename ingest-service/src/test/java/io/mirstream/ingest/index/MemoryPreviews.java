package io.mirstream.ingest.index;

import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.id.Revision;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Previews in memory with the rules of OpenSearch; deletions are forgotten at once, as OpenSearch does in the end. */
public final class MemoryPreviews implements PreviewStore {
    private final Map<String, Map<String, Long>> images = new TreeMap<>();
    private Set<String> found = Set.of();
    private Runnable whenWritten = () -> {};

    /** Happens once, right after something was written. */
    public void whenWritten(Runnable what) {
        whenWritten = what;
    }

    /** {@code collection/series/image@revision}, as they can be found. */
    public Set<String> found() {
        return found;
    }

    @Override
    public void write(Collection<SeriesPreviews> all) {
        for (SeriesPreviews previews : all) {
            SeriesKey key = new SeriesKey(previews.collection(), previews.seriesInstanceUid());
            Map<String, Long> there = images.computeIfAbsent(key.text(), series -> new HashMap<>());
            long revision = previews.revision().value();
            there.values().removeIf(version -> version <= revision);
            there.putIfAbsent("coronal", revision);
            previews.slices().forEach(slice -> there.putIfAbsent("slice-" + slice.index(), revision));
        }
        Runnable now = whenWritten;
        whenWritten = () -> {};
        now.run();
    }

    @Override
    public void delete(Map<SeriesKey, Revision> upTo) {
        upTo.forEach((series, revision) -> images.getOrDefault(series.text(), new HashMap<>())
                .values()
                .removeIf(version -> version <= revision.value()));
    }

    @Override
    public void refresh() {
        Set<String> names = new TreeSet<>();
        images.forEach((series, named) ->
                named.forEach((image, revision) -> names.add(series + "/" + image + "@" + revision)));
        found = names;
    }
}
