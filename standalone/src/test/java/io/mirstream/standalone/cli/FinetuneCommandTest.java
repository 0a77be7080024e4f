package io.mirstream.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinetuneCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "finetune",
                "finetune --dataset DIR",
                "finetune --to DIR",
                "finetune --embeddings DIR --to DIR",
                "finetune --dataset DIR --embeddings DIR --labels DIR --to DIR",
                "finetune --label L --to DIR",
                "finetune --collection C --label group --dataset DIR --to DIR",
                "finetune --dataset DIR --to DIR --seed one"
            })
    void wrong_use_is_2(String arguments) {
        assertThat(Ran.run(arguments.split(" ")).exitCode()).isEqualTo(2);
    }

    @Test
    void collections_may_be_several_and_need_services_that_run(@TempDir Path home) {
        Ran ran = Ran.run(
                "finetune",
                "--collection",
                "a",
                "--label",
                "organ",
                "--collection",
                "b",
                "--label",
                "group",
                "--to",
                home.resolve("model").toString(),
                "--home",
                home.toString());

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
    }

    @Test
    void folder_that_is_there_is_left_as_it_is(@TempDir Path there) {
        Ran ran = Ran.run("finetune", "--dataset", "DIR", "--to", there.toString());

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("is there already");
    }
}
