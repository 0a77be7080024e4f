package io.mirstream.ingest.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Consumer;

/**
 * Lets several threads take turns at the steps at which they ask for one, in an order that a test chooses: what runs at once
 * elsewhere runs in one reproducible order here.
 */
final class Turns {
    /** Whether a thread goes on or, at a step, dies there. */
    enum Turn {
        GO_ON,
        CRASH
    }

    /** What a thread meets whose turn is to crash. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One that takes turns. */
    static final class Player {
        private final SynchronousQueue<Turn> turn = new SynchronousQueue<>();
        private final SynchronousQueue<Boolean> waits = new SynchronousQueue<>();

        /** Waits for its turn. */
        void await() {
            try {
                waits.put(true);
                if (turn.take() == Turn.CRASH) {
                    throw new Crash();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("a turn was interrupted", e);
            }
        }

        private void run(Runnable work) {
            try {
                work.run();
            } finally {
                try {
                    waits.put(false);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private final List<Player> playing = new ArrayList<>();

    /** Starts {@code work}, which runs to its first step, or its end. */
    void join(Consumer<Player> work) throws InterruptedException {
        Player player = new Player();
        Thread.ofVirtual().start(() -> player.run(() -> work.accept(player)));
        if (player.waits.take()) {
            playing.add(player);
        }
    }

    boolean isOver() {
        return playing.isEmpty();
    }

    int players() {
        return playing.size();
    }

    /** One step of one of those that wait. */
    void next(int player, Turn turn) throws InterruptedException {
        Player next = playing.get(player);
        next.turn.put(turn);
        if (!next.waits.take()) {
            playing.remove(next);
        }
    }
}
