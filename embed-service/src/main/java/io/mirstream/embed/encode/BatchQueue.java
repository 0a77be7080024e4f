package io.mirstream.embed.encode;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.embed.encode.InferenceStage.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tensors that wait for the model, series by series. Safe for use by many threads: one lock guards all. */
final class BatchQueue {
    private final long maxWaitingBytes;

    /** Series of which something waits, the next to be served first. */
    private final Map<Priority, Deque<Turn>> inTurn = new EnumMap<>(Priority.class);

    /** Series whose next tensor is being prepared. */
    private final Map<Priority, Integer> preparing = new EnumMap<>(Priority.class);

    private int waiting;
    private boolean closed;

    /** @param maxWaitingBytes of one series; one tensor may always wait */
    BatchQueue(long maxWaitingBytes) {
        this.maxWaitingBytes = maxWaitingBytes;
        for (Priority priority : Priority.values()) {
            inTurn.put(priority, new ArrayDeque<>());
            preparing.put(priority, 0);
        }
    }

    /** One series' place in the queue. */
    static final class Turn {
        private final Priority priority;
        private final Deque<Item> items = new ArrayDeque<>();
        private final float[][] vectors;
        private long waitingBytes;
        private int put;
        private int done;
        private boolean prepares = true;
        private CodedException failure;

        private Turn(Priority priority, int parts) {
            this.priority = priority;
            vectors = new float[parts][];
        }
    }

    /** The tensor of one part. */
    record Item(Turn turn, int index, float[] tensor) {
        private long bytes() {
            return (long) tensor.length * Float.BYTES;
        }
    }

    /** Announces a series; it must be closed. */
    synchronized Turn open(Priority priority, int parts) {
        Turn turn = new Turn(priority, parts);
        preparing.merge(priority, 1, Integer::sum);
        return turn;
    }

    /** Waits while enough of the series waits. @throws CodedException when the series failed, or all is closed */
    synchronized void put(Turn turn, int index, float[] tensor) throws InterruptedException {
        Item item = new Item(turn, index, tensor);
        while (!turn.items.isEmpty() && turn.waitingBytes + item.bytes() > maxWaitingBytes) {
            prepares(turn, false);
            check(turn);
            wait();
        }
        check(turn);
        if (turn.items.isEmpty()) {
            inTurn.get(turn.priority).addLast(turn);
        }
        turn.items.addLast(item);
        turn.waitingBytes += item.bytes();
        turn.put++;
        waiting++;
        prepares(turn, turn.put < turn.vectors.length);
        notifyAll();
    }

    private void prepares(Turn turn, boolean now) {
        if (turn.prepares != now) {
            turn.prepares = now;
            preparing.merge(turn.priority, now ? 1 : -1, Integer::sum);
            notifyAll();
        }
    }

    /**
     * Waits for a batch: full, or of all that there is while nothing is about to be added.
     *
     * @return empty when the queue is closed
     */
    synchronized List<Item> take(int maxBatch) {
        while (!closed) {
            for (Priority priority : Priority.values()) {
                if (isReady(priority, maxBatch)) {
                    return takeInTurn(inTurn.get(priority), maxBatch);
                }
                if (!inTurn.get(priority).isEmpty()) {
                    break; // the first batch is about to be filled
                }
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
        return List.of();
    }

    private boolean isReady(Priority priority, int maxBatch) {
        int parts = 0;
        for (Turn turn : inTurn.get(priority)) {
            parts += turn.items.size();
            if (parts >= maxBatch) {
                return true;
            }
        }
        return parts > 0 && preparing.get(priority) == 0;
    }

    private List<Item> takeInTurn(Deque<Turn> turns, int maxBatch) {
        List<Item> batch = new ArrayList<>();
        while (batch.size() < maxBatch && !turns.isEmpty()) {
            Turn turn = turns.removeFirst();
            Item item = turn.items.removeFirst();
            turn.waitingBytes -= item.bytes();
            batch.add(item);
            if (!turn.items.isEmpty()) {
                turns.addLast(turn);
            }
        }
        waiting -= batch.size();
        notifyAll();
        return batch;
    }

    synchronized void done(Item item, float[] vector) {
        item.turn.vectors[item.index] = vector;
        item.turn.done++;
        notifyAll();
    }

    synchronized void failed(Turn turn, CodedException failure) {
        turn.failure = failure;
        notifyAll();
    }

    /** Waits until all parts of the series are done. @throws CodedException when one failed, or all is closed */
    synchronized float[][] await(Turn turn) throws InterruptedException {
        while (turn.done < turn.vectors.length) {
            check(turn);
            wait();
        }
        return turn.vectors;
    }

    private void check(Turn turn) {
        if (turn.failure != null) {
            throw turn.failure;
        }
        if (closed) {
            throw new CodedException(ErrorCode.EMBED_UNAVAILABLE, "the service is stopping");
        }
    }

    /** What still waits of the series is dropped. */
    synchronized void close(Turn turn) {
        prepares(turn, false);
        inTurn.get(turn.priority).remove(turn);
        waiting -= turn.items.size();
        turn.items.clear();
        notifyAll();
    }

    synchronized int waiting() {
        return waiting;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
