package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelCommandTest {
    @Test
    void check_runs_on_all_jars_of_the_service() {
        assertThat(ModelCommand.CheckCommand.command(Path.of("/built"), Path.of("/my model")))
                .containsSequence(
                        "-cp",
                        "/built/app/*:/built/lib/main/*:/built/lib/boot/*",
                        "io.mirstream.embed.onnx.ModelCheck",
                        "/my model");
    }
}
