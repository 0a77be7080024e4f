package io.mirstream.embed.work;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.embed.publish.ResultPublisher;
import io.mirstream.embed.publish.StudyResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Polls on one thread, works on others. While as many studies are in flight as may be, partitions are paused and polling
 * goes on, so that a study may take as long as it takes.
 */
final class RequestLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(RequestLoop.class);

    private static final Duration POLL = Duration.ofMillis(100);

    /** While there is no room: a poll ends early for a record only, and none comes of a partition that is paused. */
    private static final Duration FULL_POLL = Duration.ofMillis(50);

    /** How long stopping waits for the studies in flight; what is not done is done again after the next start. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private final Consumer<byte[], byte[]> consumer;
    private final StudyEmbedder embedder;
    private final ResultPublisher publisher;
    private final ExecutorService workers;
    private final int maxInFlight;
    private final Duration externalBackoff;
    private final OffsetTracker offsets = new OffsetTracker();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** The last task of each study in flight: the revisions of one study are worked on in order. */
    private final Map<String, CompletableFuture<Void>> lastOfStudy = new ConcurrentHashMap<>();

    private final AtomicReference<ErrorCode> trouble = new AtomicReference<>();
    private volatile ErrorCode troubleOfPolling;
    private volatile boolean running = true;
    private volatile boolean alive;

    /**
     * @param maxInFlight studies that are worked on or wait for a worker
     * @param externalBackoff between attempts while something that we depend on is at fault
     */
    RequestLoop(
            Consumer<byte[], byte[]> consumer,
            StudyEmbedder embedder,
            ResultPublisher publisher,
            ExecutorService workers,
            int maxInFlight,
            Duration externalBackoff) {
        this.consumer = consumer;
        this.embedder = embedder;
        this.publisher = publisher;
        this.workers = workers;
        this.maxInFlight = maxInFlight;
        this.externalBackoff = externalBackoff;
    }

    @Override
    public void run() {
        alive = true;
        try (consumer) {
            consumer.subscribe(List.of(Topics.EMBED_REQUESTS.name()), new Partitions());
            while (running) {
                step();
            }
            awaitInFlight();
            commit();
        } catch (WakeupException e) {
            LOG.debug("woken up to stop");
        } finally {
            alive = false;
        }
    }

    /** One round: fetch if there is room, start work, commit what is done. */
    void step() {
        Set<TopicPartition> assigned = consumer.assignment();
        boolean full = inFlight.get() >= maxInFlight;
        if (full) {
            consumer.pause(assigned);
        } else {
            consumer.resume(assigned);
        }
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(full ? FULL_POLL : POLL);
            records.forEach(this::start);
            records.nextOffsets().forEach((partition, next) -> offsets.polledTo(partition, next.offset()));
            commit();
            troubleOfPolling = null;
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            troubleOfPolling = ErrorCode.BROKER_UNAVAILABLE;
            LOG.errorf(e, "the broker does not answer, trying again errorCode=%s", ErrorCode.BROKER_UNAVAILABLE);
            sleep();
        }
    }

    private void start(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        offsets.started(partition, record.offset());
        inFlight.incrementAndGet();
        String study = record.key() == null ? "" : new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
        CompletableFuture<Void> before = lastOfStudy.getOrDefault(study, CompletableFuture.completedFuture(null));
        CompletableFuture<Void> task = before.thenRunAsync(() -> workUntilDone(record), workers)
                .whenComplete((nothing, failure) -> {
                    inFlight.decrementAndGet();
                    if (failure == null) {
                        offsets.done(partition, record.offset());
                    } else {
                        LOG.errorf(
                                failure,
                                "study abandoned topic=%s partition=%d offset=%d",
                                record.topic(),
                                record.partition(),
                                record.offset());
                    }
                });
        lastOfStudy.put(study, task);
        CompletableFuture<Void> unused = task.whenComplete((nothing, failure) -> lastOfStudy.remove(study, task));
        assert unused != null;
    }

    /** Stays with the record while the broker or the like is at fault: the full pipeline then stops consuming by itself. */
    private void workUntilDone(ConsumerRecord<byte[], byte[]> record) {
        while (true) {
            try {
                work(record);
                trouble.set(null);
                return;
            } catch (CodedException e) {
                trouble.set(e.code());
                LOG.errorf(
                        "cannot go on, trying again errorCode=%s partition=%d offset=%d",
                        e.code(), record.partition(), record.offset());
                if (!running) {
                    throw e;
                }
                sleep();
            }
        }
    }

    private void work(ConsumerRecord<byte[], byte[]> record) {
        EmbedRequest request;
        try {
            request = Topics.EMBED_REQUESTS.read(record.value() == null ? new byte[0] : record.value());
        } catch (CodedException e) {
            publisher.deadLetter(record, e.code(), e.getMessage());
            return;
        }
        if (request.type() == StudyEventType.RETRACTED) {
            return; // the indexer's
        }
        StudyResult result = embedder.embed(request);
        publisher.publish(record, result);
        LOG.infof(
                "study embedded studyHash=%08x revision=%d series=%d errorCode=%s",
                request.study().studyInstanceUid().hashCode(),
                request.revision().value(),
                result.embeddings().size(),
                result.failure().map(failure -> failure.code().name()).orElse(""));
    }

    private void sleep() {
        try {
            Thread.sleep(externalBackoff);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> committable = offsets.committable();
        if (!committable.isEmpty()) {
            try {
                consumer.commitSync(committable);
                offsets.committed(committable);
            } catch (RebalanceInProgressException | CommitFailedException e) {
                LOG.debug("a rebalance came first: the records are done again", e);
            }
        }
    }

    private void awaitInFlight() {
        CompletableFuture<?>[] tasks = lastOfStudy.values().toArray(new CompletableFuture<?>[0]);
        try {
            CompletableFuture.allOf(tasks).get(STOP_WAIT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("stopping with studies in flight: they are done again after the next start");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        running = false;
    }

    boolean isAlive() {
        return alive;
    }

    /** Why nothing moves, while it does not. */
    Optional<ErrorCode> trouble() {
        return Optional.ofNullable(troubleOfPolling).or(() -> Optional.ofNullable(trouble.get()));
    }

    int inFlight() {
        return inFlight.get();
    }

    private final class Partitions implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
            new ArrayList<>(partitions).forEach(offsets::forget);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            partitions.forEach(offsets::forget);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // work starts with the records
        }
    }
}
