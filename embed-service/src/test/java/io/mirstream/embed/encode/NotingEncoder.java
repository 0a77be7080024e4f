package io.mirstream.embed.encode;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A part is one number, its vector that number and 1. Notes its batches, holds them until released, and refuses numbers below 0. */
final class NotingEncoder implements BatchEncoder {
    private final int maxBatch;
    private final boolean fixed;
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
    private final AtomicInteger prepared = new AtomicInteger();

    /** @param fixed whether the batch is always full, of padding if of nothing else */
    NotingEncoder(int maxBatch, boolean fixed) {
        this.maxBatch = maxBatch;
        this.fixed = fixed;
    }

    static List<Part> parts(int first, int count) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new Part(i, new float[] {first + i}));
        }
        return parts;
    }

    List<List<Integer>> batches() {
        return batches;
    }

    int prepared() {
        return prepared.get();
    }

    void release() {
        released.countDown();
    }

    @Override
    public ModelRef model() {
        return new ModelRef("noting", "1", new ModelFingerprint("0123456789abcdef"), 2, 0, false);
    }

    @Override
    public InputSpec input() {
        return new SlabSpec(1, 1, 1, 1, 0, (short) 0);
    }

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public boolean isBatchFixed() {
        return fixed;
    }

    @Override
    public IntFunction<float[]> tensors(List<Part> parts) {
        return index -> {
            prepared.incrementAndGet();
            return parts.get(index).hounsfield();
        };
    }

    @Override
    public List<float[]> run(List<float[]> tensors) {
        batches.add(tensors.stream().map(tensor -> (int) tensor[0]).toList());
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (tensors.stream().anyMatch(tensor -> tensor[0] < 0)) {
            throw new CodedException(ErrorCode.INTERNAL, "below 0");
        }
        return tensors.stream().map(tensor -> new float[] {tensor[0], 1}).toList();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
