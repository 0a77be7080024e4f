package io.mirstream.eval.replay;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.eval.dataset.VolumeLabels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A volume of a pool as a study: an image of one file, the caption for a report, and the labels.
 *
 * @param pool it is in; the same volume is another study in another pool
 * @param role what it is there for
 */
record SentStudy(Organ pool, Role role, VolumeLabels labels, Path image, StudyUid study, CollectionName collection) {
    VolumeId volume() {
        return labels.id();
    }

    StudyEvent event(String replay) {
        Map<String, String> names = new HashMap<>();
        names.put("replay", replay);
        names.put("volume", volume().value());
        names.put("organ", pool.label());
        names.put("source", labels.source().label());
        names.put("flag", labels.flag() ? "1" : "0");
        names.put("group", Integer.toString(labels.group()));
        names.put("split", role == Role.QUERY ? "query" : "index");
        return new StudyEvent(
                study,
                Optional.of(image.toUri()),
                List.of(),
                Optional.empty(),
                collection,
                Optional.of(labels.captions().v1()).filter(caption -> !caption.isBlank()),
                names,
                Optional.empty());
    }
}
