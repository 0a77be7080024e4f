package io.mirstream.embed.work;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Which offsets may be committed, by partition: those before which everything is done. Safe for use by many threads. */
final class OffsetTracker {
    /** Of one partition: offsets that are worked on, where polling stands, and what was committed last. */
    private static final class Progress {
        private final TreeSet<Long> open = new TreeSet<>();
        private long next;
        private long committed;

        private Progress(long first) {
            next = first;
            committed = first;
        }

        private long committable() {
            return open.isEmpty() ? next : open.first();
        }
    }

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();

    synchronized void started(TopicPartition partition, long offset) {
        Progress progress = partitions.computeIfAbsent(partition, key -> new Progress(offset));
        progress.open.add(offset);
        progress.next = Math.max(progress.next, offset + 1);
    }

    synchronized void done(TopicPartition partition, long offset) {
        Progress progress = partitions.get(partition);
        if (progress != null) { // else the partition was taken away meanwhile
            progress.open.remove(offset);
        }
    }

    /**
     * Polling went on to {@code next}: behind the last record lie the marks of its sender's transaction, and a group that
     * stops before them would seem to lag for ever.
     */
    synchronized void polledTo(TopicPartition partition, long next) {
        Progress progress = partitions.get(partition);
        if (progress != null) { // else nothing was done there yet, and nothing needs to be committed
            progress.next = Math.max(progress.next, next);
        }
    }

    /** What can be committed now and was not before. */
    synchronized Map<TopicPartition, OffsetAndMetadata> committable() {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        partitions.forEach((partition, progress) -> {
            if (progress.committable() > progress.committed) {
                committable.put(partition, new OffsetAndMetadata(progress.committable()));
            }
        });
        return committable;
    }

    synchronized void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            Progress progress = partitions.get(partition);
            if (progress != null) {
                progress.committed = offset.offset();
            }
        });
    }

    synchronized void forget(TopicPartition partition) {
        partitions.remove(partition);
    }
}
