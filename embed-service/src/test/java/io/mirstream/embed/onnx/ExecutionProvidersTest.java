package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtProvider;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionProvidersTest {
    private static final Tower TOWER = new Tower(
            "image",
            new ModelFingerprint("0123456789abcdef"),
            List.of(new Tower.Input("pixels", "1x1x8x8", "4x1x8x8", "4x1x8x8")));

    @TempDir
    Path folder;

    private final RecordedOpening machine = new RecordedOpening();

    @ParameterizedTest
    @CsvSource({
        "tensorrt cuda cpu, tensorrt",
        "cuda tensorrt cpu, cuda",
        "cuda cpu, cuda",
        "cpu, cpu",
        "cpu cuda, cpu",
    })
    void first_listed_provider_that_is_there_runs_the_model(String listed, String expected) throws OrtException {
        machine.with(Provider.TENSORRT, 0).with(Provider.CUDA, 0);

        try (Sessions sessions = providers(listed).open(TOWER, machine)) {
            assertThat(sessions.execution().provider()).isEqualTo(expected);
            assertThat(sessions.execution().unavailable()).isEmpty();
            assertThat(machine.specs).hasSize(1);
        }
    }

    @Test
    void accelerators_listed_after_another_take_the_nodes_that_it_leaves() throws OrtException {
        try (Sessions sessions = providers("tensorrt cuda cpu").open(TOWER, machine)) {
            assertThat(sessions.execution().provider()).isEqualTo("cpu");
            assertThat(machine.attempts()).containsExactly(List.of("tensorrt", "cuda"), List.of("cuda"), List.of());
        }
    }

    @Test
    void accelerator_that_is_not_listed_is_not_tried() throws OrtException {
        machine.with(Provider.CUDA, 0);

        try (Sessions sessions = providers("tensorrt cpu").open(TOWER, machine)) {
            assertThat(sessions.execution().provider()).isEqualTo("cpu");
            assertThat(machine.attempts()).containsExactly(List.of("tensorrt"), List.of());
        }
    }

    @Test
    void absent_accelerator_is_an_error_that_says_why() {
        assertThatThrownBy(() -> providers("tensorrt cuda").open(TOWER, machine))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ACCELERATOR_UNAVAILABLE))
                .hasMessageContaining("mirstream.embed.model.providers")
                .hasMessageContaining("tensorrt: Error code - ORT_EP_FAIL - message: there is no tensorrt 0")
                .hasMessageContaining("cuda: Error code - ORT_EP_FAIL - message: there is no cuda 0");
    }

    @Test
    void absent_accelerator_is_a_warning_where_another_provider_is_listed_after_it() throws OrtException {
        List<String> logged = new ArrayList<>();

        Execution execution;
        try (Sessions sessions = logging(logged, () -> providers("cuda cpu").open(TOWER, machine))) {
            execution = sessions.execution();
        }

        assertThat(execution.provider()).isEqualTo("cpu");
        assertThat(execution.devices()).isEmpty();
        assertThat(execution.unavailable()).singleElement().satisfies(absent -> {
            assertThat(absent.provider()).isEqualTo("cuda");
            assertThat(absent.reason()).contains("there is no cuda 0");
        });
        assertThat(logged)
                .anySatisfy(line ->
                        assertThat(line).startsWith("WARN").contains("provider=cuda next=cpu", "there is no cuda 0"));
    }

    @Test
    void build_for_the_processor_has_no_cuda() throws IOException {
        assumeThat(OrtEnvironment.getAvailableProviders())
                .as("a build with the profile gpu")
                .doesNotContain(OrtProvider.CUDA);
        ModelFolder model = StandInModel.folder(folder, StandInModel.graph());

        assertThatThrownBy(() -> Model.load(model, List.of("tensorrt", "cuda"), 1))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ACCELERATOR_UNAVAILABLE))
                .hasMessageContaining("cuda: Error code - ORT_EP_FAIL")
                .hasMessageContaining("tensorrt: Error code - ORT_EP_FAIL");
        try (Model fallen = Model.load(model, List.of("tensorrt", "cuda", "cpu"), 1)) {
            assertThat(fallen.execution().provider()).isEqualTo("cpu");
            assertThat(fallen.execution().unavailable())
                    .extracting(Execution.Unavailable::provider)
                    .containsExactly("tensorrt", "cuda");
        }
    }

    @Test
    void each_device_has_a_session() throws OrtException {
        machine.with(Provider.CUDA, 0, 2);

        try (Sessions sessions = new ExecutionProviders(options("cuda", 0, 2)).open(TOWER, machine)) {
            assertThat(sessions.size()).isEqualTo(2);
            assertThat(sessions.execution().devices()).containsExactly(0, 2);
            assertThat(machine.specs)
                    .extracting(spec -> spec.accelerators().get(Provider.CUDA).get("device_id"))
                    .containsExactly("0", "2");
        }
    }

    @Test
    void text_runs_on_the_first_device() throws OrtException {
        machine.with(Provider.CUDA, 1, 2);

        try (Sessions sessions = new ExecutionProviders(options("cuda", 1, 2)).openOne(TOWER, machine)) {
            assertThat(sessions.execution().devices()).containsExactly(1);
            assertThat(sessions.size()).isEqualTo(1);
        }
    }

    @Test
    void accelerator_that_lacks_one_of_the_devices_is_absent_and_leaves_no_session() throws OrtException {
        machine.with(Provider.CUDA, 0);

        try (Sessions sessions = new ExecutionProviders(options("cuda cpu", 0, 1)).open(TOWER, machine)) {
            assertThat(sessions.execution().provider()).isEqualTo("cpu");
            assertThat(machine.sessions).hasSize(2);
            assertThatThrownBy(() -> machine.sessions.getFirst().getInputInfo())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void graph_that_is_refused_is_not_an_absent_accelerator() {
        List<SessionSpec> tried = new ArrayList<>();

        assertThatThrownBy(() -> providers("cuda cpu").open(TOWER, spec -> {
                    tried.add(spec);
                    throw new OrtException(OrtErrorCode.ORT_INVALID_GRAPH, "a cycle");
                }))
                .isInstanceOf(OrtException.class);
        assertThat(tried).hasSize(1);
    }

    @Test
    void engine_cache_that_is_no_folder_is_an_error_that_names_its_property() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        ExecutionOptions options = new ExecutionOptions(
                List.of("tensorrt", "cpu"),
                List.of(0),
                1,
                Optional.empty(),
                ExecutionOptions.Cuda.NONE,
                new ExecutionOptions.TensorRt(
                        Optional.empty(), Optional.of(file), Optional.empty(), ExecutionOptions.Profile.NONE));

        assertThatThrownBy(() -> new ExecutionProviders(options).open(TOWER, machine))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_INVALID))
                .hasMessageContaining("mirstream.embed.model.tensorrt.engine-cache");
    }

    private static ExecutionProviders providers(String listed) {
        return new ExecutionProviders(options(listed, 0));
    }

    private static ExecutionOptions options(String listed, Integer... devices) {
        return new ExecutionOptions(
                List.of(listed.split(" ")),
                Arrays.asList(devices),
                1,
                Optional.empty(),
                ExecutionOptions.Cuda.NONE,
                ExecutionOptions.TensorRt.NONE);
    }

    private interface Work {
        Sessions run() throws OrtException;
    }

    private static Sessions logging(List<String> lines, Work work) throws OrtException {
        Logger logger = Logger.getLogger(ExecutionProviders.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                String message =
                        logged instanceof ExtLogRecord extended ? extended.getFormattedMessage() : logged.getMessage();
                lines.add(logged.getLevel() + " " + message);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            return work.run();
        } finally {
            logger.removeHandler(handler);
        }
    }
}
