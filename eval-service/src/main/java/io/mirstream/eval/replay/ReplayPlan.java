package io.mirstream.eval.replay;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.eval.dataset.Organ;
import java.time.Instant;
import java.util.List;

/**
 * What a replay of images is to do. It is remembered, so that a replay that was cut off goes on as it was meant.
 *
 * @param id which no other replay has; part of the names of its collections
 * @param dataset its name, as people know it
 * @param images folder with the task folders, as the services know it
 * @param labels folder with labels and splits
 * @param organs whose pools are replayed
 * @param methods that were asked for; empty for all that the model can do
 * @param keep whether the studies stay
 * @param model that was live when it began
 * @param started when it began
 */
public record ReplayPlan(
        String id,
        String dataset,
        String images,
        String labels,
        List<Organ> organs,
        List<Method> methods,
        boolean keep,
        ModelRef model,
        Instant started) {
    public ReplayPlan {
        organs = List.copyOf(organs);
        methods = methods == null ? List.of() : List.copyOf(methods); // empty ones are left out in JSON
    }

    /** Whether both were asked for in the same words. */
    boolean asksTheSameAs(ReplayPlan other) {
        return images.equals(other.images)
                && labels.equals(other.labels)
                && organs.equals(other.organs)
                && methods.equals(other.methods)
                && keep == other.keep;
    }
}
