package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    @TempDir
    Path folder;

    @Test
    void every_session_runs_one_item_and_a_full_batch_each_round() throws OrtException {
        WarmUp warmUp = new WarmUp(OrtEnvironment.getEnvironment(), StandInModel.manifest(""), -1);

        try (Sessions sessions = sessions(StandInModel.graph(), 2)) {
            warmUp.run(sessions, 3);

            assertThat(sessions.started()).containsExactly(6L, 6L);
        }
    }

    @Test
    void graph_of_one_batch_runs_that_alone() throws OrtException {
        WarmUp warmUp = new WarmUp(OrtEnvironment.getEnvironment(), StandInModel.manifest(""), 2);

        try (Sessions sessions = sessions(StandInModel.graphOfPairs(), 1)) {
            warmUp.run(sessions, 1);

            assertThat(sessions.started()).containsExactly(1L);
        }
    }

    @Test
    void full_batch_that_cannot_be_run_is_known_at_the_start() throws IOException {
        ModelFolder model = StandInModel.folder(folder, StandInModel.graphOfPairs());

        assertThatThrownBy(() -> Model.load(model, warmUps(1)))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining("a batch of 4 cannot be run on cpu:");
        Model.load(model, warmUps(0)).close();
    }

    @Test
    void batch_that_a_device_cannot_run_names_the_device() throws OrtException {
        WarmUp warmUp = new WarmUp(OrtEnvironment.getEnvironment(), StandInModel.manifest(""), -1);

        try (Sessions sessions = sessions(StandInModel.graphOfPairs(), 1)) {
            assertThatThrownBy(() -> warmUp.run(sessions, 1))
                    .isInstanceOfSatisfying(
                            CodedException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ACCELERATOR_UNAVAILABLE))
                    .hasMessageContaining("a batch of 4 cannot be run on cuda device 7:");
        }
    }

    @Test
    void accelerators_are_warmed_up_unless_told_otherwise_and_the_processor_is_not() throws OrtException {
        ExecutionProviders unsaid = new ExecutionProviders(ExecutionOptions.of(List.of("cpu"), 1));
        ExecutionProviders none = new ExecutionProviders(warmUps(0));

        try (Sessions onDevice = sessions(StandInModel.graph(), 1);
                Sessions onProcessor = unsaid.open(tower(), spec -> session(StandInModel.graph()))) {
            assertThat(unsaid.warmUps(onDevice)).isEqualTo(1);
            assertThat(unsaid.warmUps(onProcessor)).isZero();
            assertThat(none.warmUps(onDevice)).isZero();
        }
    }

    private static Tower tower() {
        return new Tower("image", new ModelFingerprint("0123456789abcdef"), List.of());
    }

    private static ExecutionOptions warmUps(int rounds) {
        return new ExecutionOptions(
                List.of("cpu"),
                List.of(0),
                1,
                Optional.of(rounds),
                ExecutionOptions.Cuda.NONE,
                ExecutionOptions.TensorRt.NONE);
    }

    /** On devices 7, 8 ... as far as anyone can tell. */
    private static Sessions sessions(byte[] graph, int devices) throws OrtException {
        List<Integer> indices = IntStream.range(7, 7 + devices).boxed().toList();
        List<OrtSession> sessions = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            sessions.add(session(graph));
        }
        return new Sessions(new Execution("cuda", indices, List.of()), sessions);
    }

    private static OrtSession session(byte[] graph) throws OrtException {
        return new SessionSpec(new LinkedHashMap<>(), 1)
                .open(OrtEnvironment.getEnvironment(), new GraphFile.OfClassPath(graph, List.of()));
    }
}
