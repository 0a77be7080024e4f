package io.mirstream.embed.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InferenceStageTest {
    private static final long MANY_BYTES = 1 << 20;

    private final NotingEncoder encoder = new NotingEncoder(4, false);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private InferenceStage stage;

    @AfterEach
    void stop() {
        encoder.release();
        callers.shutdownNow();
        stage.close();
    }

    @Test
    void small_series_takes_turns_with_a_large_one_and_a_query_comes_before_both() throws Exception {
        stage = new InferenceStage(encoder, 1, 4, MANY_BYTES);
        Future<List<float[]>> large = submit(stage.studies(), 100, 13);
        await().until(() -> stage.waiting() == 9); // four are being run
        Future<List<float[]>> small = submit(stage.studies(), 200, 3);
        await().until(() -> stage.waiting() == 12);
        Future<List<float[]>> query = submit(stage.queries(), 300, 1);
        await().until(() -> stage.waiting() == 13);

        encoder.release();

        assertVectors(query, 300, 1);
        assertVectors(small, 200, 3);
        assertVectors(large, 100, 13);
        assertThat(encoder.batches())
                .containsExactly(
                        List.of(100, 101, 102, 103),
                        List.of(300),
                        List.of(104, 200, 105, 201),
                        List.of(106, 202, 107, 108),
                        List.of(109, 110, 111, 112));
    }

    @Test
    void last_batch_of_all_does_not_wait_to_be_filled() throws Exception {
        encoder.release();
        stage = new InferenceStage(encoder, 1, 4, MANY_BYTES);

        assertVectors(submit(stage.studies(), 1, 6), 1, 6);

        assertThat(encoder.batches()).containsExactly(List.of(1, 2, 3, 4), List.of(5, 6));
    }

    @Test
    void batches_are_no_larger_than_configured_nor_than_the_model_allows() throws Exception {
        encoder.release();
        stage = new InferenceStage(encoder, 1, 3, MANY_BYTES);
        assertVectors(submit(stage.studies(), 1, 7), 1, 7);
        assertThat(encoder.batches()).extracting(List::size).containsExactly(3, 3, 1);
        stage.close();

        stage = new InferenceStage(encoder, 1, 100, MANY_BYTES);
        assertVectors(submit(stage.studies(), 1, 5), 1, 5);
        assertThat(encoder.batches()).extracting(List::size).containsExactly(3, 3, 1, 4, 1);
    }

    @Test
    void fixed_batch_is_filled_whatever_is_configured() throws Exception {
        NotingEncoder fixed = new NotingEncoder(4, true);
        fixed.release();
        stage = new InferenceStage(fixed, 1, 1, MANY_BYTES);

        assertVectors(submit(stage.studies(), 1, 5), 1, 5);

        assertThat(fixed.batches()).extracting(List::size).containsExactly(4, 1);
    }

    @Test
    void no_more_is_prepared_than_may_wait() throws Exception {
        stage = new InferenceStage(encoder, 1, 4, 5 * Float.BYTES);
        Future<List<float[]>> large = submit(stage.studies(), 100, 40);
        Future<List<float[]>> other = submit(stage.studies(), 200, 40);

        await().until(() -> encoder.batches().size() == 1 && stage.waiting() == 10);
        assertThat(encoder.prepared()).isBetween(14, 16); // run, waiting, and one in the hand of each caller

        encoder.release();
        assertVectors(large, 100, 40);
        assertVectors(other, 200, 40);
    }

    @Test
    void part_larger_than_what_may_wait_is_run_alone() throws Exception {
        encoder.release();
        stage = new InferenceStage(encoder, 1, 4, 1);

        assertVectors(submit(stage.studies(), 1, 3), 1, 3);
    }

    @Test
    void series_that_the_model_fails_on_costs_no_other_series() throws Exception {
        stage = new InferenceStage(encoder, 1, 4, MANY_BYTES);
        Future<List<float[]>> first = submit(stage.studies(), 100, 4);
        await().until(() -> encoder.batches().size() == 1);
        Future<List<float[]>> bad = submit(stage.studies(), -2, 2);
        Future<List<float[]>> good = submit(stage.studies(), 200, 2);
        await().until(() -> stage.waiting() == 4);

        encoder.release();

        assertVectors(first, 100, 4);
        assertVectors(good, 200, 2);
        assertThatThrownBy(bad::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CodedException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    @Test
    void interrupted_caller_leaves_nothing_waiting() {
        stage = new InferenceStage(encoder, 1, 4, MANY_BYTES);
        Future<List<float[]>> running = submit(stage.studies(), 100, 4);
        await().until(() -> encoder.batches().size() == 1);
        Future<List<float[]>> stopped = submit(stage.studies(), 200, 9);
        await().until(() -> stage.waiting() == 9);

        stopped.cancel(true);

        await().until(() -> stage.waiting() == 0);
        assertThat(running).isNotDone();
    }

    @Test
    void stopping_refuses_what_waits() {
        stage = new InferenceStage(encoder, 1, 4, MANY_BYTES);
        Future<List<float[]>> waiting = submit(stage.studies(), 100, 9);
        await().until(() -> stage.waiting() == 5);

        callers.execute(stage::close);

        assertThatThrownBy(waiting::get)
                .cause()
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EMBED_UNAVAILABLE));
    }

    @Test
    void every_part_gets_its_own_vector_whoever_runs_it() throws Exception {
        encoder.release();
        stage = new InferenceStage(encoder, 3, 4, 16 * Float.BYTES);
        List<Future<List<float[]>>> series = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            series.add(submit(i % 7 == 0 ? stage.queries() : stage.studies(), i * 1_000, i));
        }

        for (int i = 0; i < 60; i++) {
            assertVectors(series.get(i), i * 1_000, i);
        }
    }

    private Future<List<float[]>> submit(ImageEncoder model, int first, int count) {
        return callers.submit(() -> model.encode(NotingEncoder.parts(first, count)));
    }

    private static void assertVectors(Future<List<float[]>> series, int first, int count) throws Exception {
        List<float[]> vectors = series.get();
        assertThat(vectors).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(vectors.get(i)).containsExactly(first + i, 1);
        }
    }
}
