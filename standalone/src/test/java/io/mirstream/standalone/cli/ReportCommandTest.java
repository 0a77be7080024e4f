package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "report",
                "report show",
                "report show A B",
                "report compare A",
                "report compare A B C",
                "report pdf A"
            })
    void wrong_use_is_2(String arguments) {
        assertThat(Ran.run(arguments.split(" ")).exitCode()).isEqualTo(2);
    }
}
