package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mirstream.contracts.id.ModelFingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final RecordedOpening machine = new RecordedOpening().with(Provider.CUDA, 0, 1);
    private Sessions sessions;
    private boolean open = true;

    @BeforeEach
    void open() throws OrtException {
        ExecutionOptions options = new ExecutionOptions(
                List.of("cuda"),
                List.of(0, 1),
                1,
                Optional.empty(),
                ExecutionOptions.Cuda.NONE,
                ExecutionOptions.TensorRt.NONE);
        Manifest manifest = StandInModel.manifest("");
        ExecutionProviders providers = new ExecutionProviders(options);
        sessions = providers.open(
                Tower.image(manifest, new ModelFingerprint("0123456789abcdef"), providers.batches(manifest)), machine);
    }

    @AfterEach
    void close() {
        if (open) {
            sessions.close();
        }
    }

    @Test
    void runs_one_after_another_take_turns() {
        List<OrtSession> used = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            try (Sessions.Lease lease = sessions.next()) {
                used.add(lease.session());
            }
        }

        OrtSession first = machine.sessions.getFirst();
        OrtSession second = machine.sessions.getLast();
        assertThat(used).containsExactly(first, second, first, second);
        assertThat(sessions.started()).containsExactly(2L, 2L);
    }

    @Test
    void session_that_is_busy_is_not_next_though_it_ran_no_more_often() {
        try (Sessions.Lease busy = sessions.next()) {
            sessions.next().close();

            try (Sessions.Lease next = sessions.next()) {
                assertThat(busy.session()).isSameAs(machine.sessions.getFirst());
                assertThat(next.session()).isSameAs(machine.sessions.getLast());
            }
        }
    }

    @Test
    void closing_closes_every_session() {
        sessions.close();
        open = false;

        assertThat(machine.sessions)
                .hasSize(2)
                .allSatisfy(
                        session -> assertThatThrownBy(session::getInputInfo).isInstanceOf(IllegalStateException.class));
    }
}
