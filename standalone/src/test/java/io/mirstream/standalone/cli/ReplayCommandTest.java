package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay",
                "replay --embeddings DIR",
                "replay --dataset DIR --embeddings DIR --labels DIR",
                "replay --dataset DIR --resume ID",
                "replay --dataset DIR --collection clinical",
                "replay --embeddings DIR --labels DIR --organ heart",
                "replay --embeddings DIR --labels DIR --method slice-min"
            })
    void wrong_use_is_2(String arguments) {
        assertThat(Ran.run(arguments.split(" ")).exitCode()).isEqualTo(2);
    }

    @Test
    void methods_have_the_notebooks_names() {
        String help = Ran.run("replay", "--help").out().replaceAll("-\\s+", "-"); // where lines are broken

        assertThat(help).contains("slice-freq", "volume-maxpooling", "late-interaction", "text-to-text", "liver");
    }
}
