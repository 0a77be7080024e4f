package io.mirstream.eval.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The queries of one organ among one gallery.
 *
 * @param gallery {@code own} or {@code pooled}
 * @param organ {@code liver}, {@code colon}, {@code pancreas} or {@code lung}
 * @param digest of labels, gallery and queries, 16 hexadecimal digits: figures of two digests are not comparable
 * @param candidates volumes of the gallery
 * @param volumes that are queries or were found, by name
 * @param baselines {@code chance} and {@code same_source}; then {@code all} and {@code lesions}; then by the score's name
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PoolReport(
        String gallery,
        String organ,
        String digest,
        int candidates,
        Map<String, Volume> volumes,
        Map<String, Map<String, Map<String, OptionalDouble>>> baselines,
        List<MethodReport> methods) {
    public PoolReport {
        volumes = Map.copyOf(volumes);
        baselines = Map.copyOf(baselines);
        methods = List.copyOf(methods);
    }

    /**
     * What a volume's labels say.
     *
     * @param source the organ whose task it comes from
     * @param flag whether the pool's organ has a lesion; empty, as the next three, for a volume without labels in this pool
     * @param group of size and number, -1 without a lesion
     * @param series whose previews show the volume, where its study was kept
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Volume(
            String source,
            Optional<Boolean> flag,
            Optional<Integer> group,
            Optional<Integer> lesions,
            OptionalDouble sizeCm,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> series) {
        public Volume {
            series = Objects.requireNonNullElse(series, Optional.empty());
        }
    }

    /** {@code own liver}. */
    String name() {
        return gallery + " " + organ;
    }

    Optional<MethodReport> method(String name) {
        return methods.stream().filter(each -> each.method().equals(name)).findFirst();
    }

    OptionalDouble baseline(String baseline, String selection, String score) {
        return baselines.get(baseline).get(selection).get(score);
    }
}
