package io.mirstream.embed.work;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Which offsets are done, by partition: only an unbroken run of them may be committed. Safe for use by many threads. */
final class OffsetTracker {
    private final Map<TopicPartition, TreeMap<Long, Boolean>> open = new HashMap<>();

    synchronized void started(TopicPartition partition, long offset) {
        open.computeIfAbsent(partition, key -> new TreeMap<>()).put(offset, false);
    }

    synchronized void done(TopicPartition partition, long offset) {
        TreeMap<Long, Boolean> offsets = open.get(partition);
        if (offsets != null) { // else the partition was taken away meanwhile
            offsets.replace(offset, true);
        }
    }

    /** What can be committed now and was not before. */
    synchronized Map<TopicPartition, OffsetAndMetadata> takeCommittable() {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        open.forEach((partition, offsets) -> {
            while (!offsets.isEmpty() && offsets.firstEntry().getValue()) {
                committable.put(
                        partition,
                        new OffsetAndMetadata(offsets.pollFirstEntry().getKey() + 1));
            }
        });
        return committable;
    }

    synchronized void forget(TopicPartition partition) {
        open.remove(partition);
    }
}
