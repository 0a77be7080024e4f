package io.mirstream.embed.encode;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Runs the model on threads of its own, with batches that parts of several series share.
 *
 * <p>Each series takes its turn part by part, so that a small one is not kept waiting by a large one; parts of queries come
 * before parts of studies, and never share a batch with them. A batch that is not full waits only while a series is about to
 * add to it. Whoever encodes a series prepares its tensors, and is held up while enough of them wait.
 */
public final class InferenceStage implements AutoCloseable {
    private final BatchEncoder encoder;
    private final int maxBatch;
    private final BatchQueue queue;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param encoder not owned
     * @param threads that run the model, one batch each at a time
     * @param maxBatch parts of a batch, if that is less than the model's, and the model's is not fixed
     * @param maxWaitingBytes of one series' tensors that wait; one may always wait
     */
    public InferenceStage(BatchEncoder encoder, int threads, int maxBatch, long maxWaitingBytes) {
        this.encoder = encoder;
        this.maxBatch = encoder.isBatchFixed() ? encoder.maxBatch() : Math.min(maxBatch, encoder.maxBatch());
        queue = new BatchQueue(maxWaitingBytes);
        for (int i = 0; i < threads; i++) {
            this.threads.add(Thread.ofPlatform().name("inference-" + i).daemon().start(this::work));
        }
    }

    /** The model for studies. */
    public ImageEncoder studies() {
        return new View(Priority.STUDY);
    }

    /** The model for queries, which come first. */
    public ImageEncoder queries() {
        return new View(Priority.QUERY);
    }

    /** Parts that wait for a thread. */
    public int waiting() {
        return queue.waiting();
    }

    private void work() {
        for (List<BatchQueue.Item> batch = queue.take(maxBatch); !batch.isEmpty(); batch = queue.take(maxBatch)) {
            run(batch);
        }
    }

    private void run(List<BatchQueue.Item> batch) {
        try {
            List<float[]> vectors =
                    encoder.run(batch.stream().map(BatchQueue.Item::tensor).toList());
            for (int i = 0; i < batch.size(); i++) {
                queue.done(batch.get(i), vectors.get(i));
            }
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            failed(batch, e);
        }
    }

    /** Of several series in a batch, the one at fault is found by running each alone. */
    private void failed(List<BatchQueue.Item> batch, Throwable failure) {
        Map<BatchQueue.Turn, List<BatchQueue.Item>> bySeries = new LinkedHashMap<>(); // a turn equals itself alone
        batch.forEach(item ->
                bySeries.computeIfAbsent(item.turn(), any -> new ArrayList<>()).add(item));
        if (bySeries.size() > 1) {
            bySeries.values().forEach(this::run);
            return;
        }
        CodedException coded = failure instanceof CodedException known
                ? new CodedException(known.code(), known.getMessage(), known)
                : new CodedException(
                        ErrorCode.INTERNAL,
                        "the model failed: " + failure.getClass().getSimpleName(),
                        failure);
        queue.failed(batch.getFirst().turn(), coded);
    }

    private List<float[]> encode(List<Part> parts, Priority priority) {
        IntFunction<float[]> tensors = encoder.tensors(parts);
        BatchQueue.Turn turn = queue.open(priority, parts.size());
        try {
            for (int i = 0; i < parts.size(); i++) {
                queue.put(turn, i, tensors.apply(i));
            }
            return encoder.together(parts, Collections.unmodifiableList(Arrays.asList(queue.await(turn))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.EMBED_UNAVAILABLE, "stopped while parts waited for the model", e);
        } finally {
            queue.close(turn);
        }
    }

    /** Ends what runs, and refuses what waits with {@code EMBED_UNAVAILABLE}. */
    @Override
    public void close() {
        queue.close();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who comes first. */
    enum Priority {
        QUERY,
        STUDY
    }

    private final class View implements ImageEncoder {
        private final Priority priority;

        private View(Priority priority) {
            this.priority = priority;
        }

        @Override
        public ModelRef model() {
            return encoder.model();
        }

        @Override
        public InputSpec input() {
            return encoder.input();
        }

        @Override
        public Aggregate aggregate() {
            return encoder.aggregate();
        }

        @Override
        public List<float[]> encode(List<Part> parts) {
            return InferenceStage.this.encode(parts, priority);
        }

        @Override
        public void close() {
            // the encoder's owner closes it
        }
    }
}
