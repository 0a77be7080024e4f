package io.mirstream.ingest.consume;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/** Polls, has the batch done, commits. Owns the consumer. */
public final class BatchLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(BatchLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private final BatchHandler handler;
    private final Duration backoff;
    private volatile boolean running = true;
    private volatile boolean alive;
    private volatile ErrorCode trouble;

    /** True while a batch is tried again: what is polled meanwhile, to stay in the group, must bring no records. */
    private boolean holding;

    /** @param backoff between attempts while something that the batch depends on is at fault */
    public BatchLoop(Consumer<byte[], byte[]> consumer, List<String> topics, BatchHandler handler, Duration backoff) {
        this.consumer = consumer;
        this.topics = List.copyOf(topics);
        this.handler = handler;
        this.backoff = backoff;
    }

    @Override
    public void run() {
        alive = true;
        try (consumer) {
            consumer.subscribe(topics, new HoldNewPartitions());
            while (running) {
                step();
            }
        } catch (WakeupException e) {
            LOG.debug("woken up to stop");
        } finally {
            alive = false;
        }
    }

    void step() {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        boolean moved;
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            records.forEach(batch::add);
            moved = !records.nextOffsets().isEmpty();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            trouble(ErrorCode.BROKER_UNAVAILABLE, e);
            hold();
            return;
        }
        if (batch.isEmpty()) {
            if (moved || trouble != null) {
                // past the marks of a transaction, or the group would seem to lag for ever; and what failed may be over
                commit();
            }
            return;
        }
        if (untilDone(batch)) {
            trouble = null;
            commit();
        }
    }

    /** Returns false when told to stop first; the batch then comes again after the next start. */
    private boolean untilDone(List<ConsumerRecord<byte[], byte[]>> batch) {
        while (running) {
            try {
                handler.apply(batch);
                return true;
            } catch (CodedException e) {
                if (!mayPass(e.kind())) {
                    return oneByOne(batch, e);
                }
                trouble(e.code(), e);
                hold();
            } catch (RuntimeException e) {
                return oneByOne(batch, e);
            }
        }
        return false;
    }

    /** A handler deals with bad input itself; if that escapes it, no further attempt fares better. */
    private static boolean mayPass(ErrorKind kind) {
        return switch (kind) {
            case TRANSIENT, EXTERNAL -> true;
            case INPUT, BUG -> false;
        };
    }

    /** A defect must cost the record that shows it, not its neighbours. */
    private boolean oneByOne(List<ConsumerRecord<byte[], byte[]>> batch, RuntimeException defect) {
        if (batch.size() > 1) {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                if (!untilDone(List.of(record))) {
                    return false;
                }
            }
            return true;
        }
        ConsumerRecord<byte[], byte[]> record = batch.getFirst();
        LOG.errorf(
                defect,
                "record met a defect errorCode=INTERNAL topic=%s partition=%d offset=%d",
                record.topic(),
                record.partition(),
                record.offset());
        while (running) {
            try {
                handler.giveUp(record, ErrorCode.INTERNAL, "a defect of the ingest-service");
                return true;
            } catch (CodedException e) {
                trouble(e.code(), e);
                hold();
            }
        }
        return false;
    }

    private void trouble(ErrorCode code, RuntimeException e) {
        if (trouble != code) {
            LOG.errorf(e, "cannot go on, trying again errorCode=%s topics=%s", code, topics);
        }
        trouble = code;
    }

    /** Waits, as a member of the group. */
    private void hold() {
        holding = true;
        long until = System.nanoTime() + backoff.toNanos();
        try {
            consumer.pause(consumer.assignment());
            while (running && System.nanoTime() < until) {
                consumer.poll(POLL);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("the broker is away, too", e);
            sleep(until - System.nanoTime());
        } finally {
            holding = false;
            consumer.resume(consumer.assignment());
        }
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit() {
        try {
            consumer.commitSync();
            trouble = null;
        } catch (RebalanceInProgressException | RetriableCommitFailedException e) {
            LOG.debug("not committed: the records come again, and change nothing", e);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            trouble(ErrorCode.BROKER_UNAVAILABLE, e);
        }
    }

    public void stop() {
        running = false;
        consumer.wakeup();
    }

    public boolean isAlive() {
        return alive;
    }

    /** Why nothing moves, while it does not. */
    public Optional<ErrorCode> trouble() {
        return Optional.ofNullable(trouble);
    }

    private final class HoldNewPartitions implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // what was not committed comes again, to whoever has the partition then
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (holding) {
                consumer.pause(partitions);
            }
        }
    }
}
