package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataset",
                "dataset phantom",
                "dataset phantom DIR --size huge",
                "dataset check",
                "dataset check DIR --labels DIR",
                "dataset labels DIR --size mine"
            })
    void wrong_use_is_2(String arguments) {
        assertThat(Ran.run(arguments.split(" ")).exitCode()).isEqualTo(2);
    }

    @Test
    void commands_say_what_they_take() {
        assertThat(Ran.run("dataset", "check", "--help").out()).containsIgnoringWhitespaces("(DIR | --labels=DIR)");
    }
}
