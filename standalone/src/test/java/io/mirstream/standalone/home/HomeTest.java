package io.mirstream.standalone.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.id.ModelFingerprint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {
    @TempDir
    Path scratch;

    private Home home;

    @BeforeEach
    void inAFreshHome() {
        home = new Home(scratch.resolve("home"));
    }

    @Test
    void fresh_home_has_the_defaults_and_is_not_made_by_being_asked() {
        assertThat(home.exists()).isFalse();
        assertThat(home.settings()).isEqualTo(new Home.Settings(Ports.DEFAULT, List.of()));
        assertThat(home.log("kafka")).isEqualTo(home.folder().resolve("logs/kafka.log"));
        assertThat(home.pidFile("kafka")).isEqualTo(home.folder().resolve("run/kafka.json"));
        assertThat(home.folder()).doesNotExist();
    }

    @Test
    void settings_are_remembered() {
        Home.Settings settings = new Home.Settings(
                        Ports.from(4_000),
                        List.of(scratch.resolve("a b"), Path.of("/data")),
                        List.of(URI.create("https://pacs.example/dicom-web"), URI.create("s3://studies/ct/")))
                .embeddingBy(Optional.of(scratch.resolve("an encoder")));

        home.remember(settings);

        Home again = new Home(home.folder());
        assertThat(again.exists()).isTrue();
        assertThat(again.settings()).isEqualTo(settings);
    }

    @Test
    void scratch_of_a_process_is_empty_when_it_starts() throws IOException {
        Path left = Files.createDirectories(home.emptiedScratch("embed-service").resolve("study"));
        Files.writeString(left.resolve("slice"), "pixels");
        Path ofAnother = Files.writeString(home.emptiedScratch("query-service").resolve("upload"), "pixels");

        Path emptied = home.emptiedScratch("embed-service");

        assertThat(emptied).isEmptyDirectory();
        assertThat(ofAnother).exists();
    }

    @Test
    void models_that_were_added_are_remembered_with_everything_else() {
        AddedModel one = new AddedModel("one", "1", new ModelFingerprint("0123456789abcdef"), 0);
        AddedModel other = new AddedModel("other", "2", new ModelFingerprint("fedcba9876543210"), 1);
        Home.Settings settings = new Home.Settings(Ports.DEFAULT, List.of(Path.of("/data")))
                .with(one)
                .with(other)
                .keepingRequests(90)
                .removingFirst();

        home.remember(settings);

        Home.Settings again = new Home(home.folder()).settings();
        assertThat(again).isEqualTo(settings);
        assertThat(again.runsFirst()).isFalse();
        assertThat(again.without(one.fingerprint()).models()).containsExactly(other);
        assertThat(again.at(Ports.from(4_000), List.of(), List.of()).models()).containsExactly(one, other);
    }

    @Test
    void settings_of_before_there_were_models_are_read() throws IOException {
        Files.createDirectories(home.folder());
        Files.writeString(
                home.folder().resolve("settings.json"),
                "{\"ports\": {\"kafka\": 1, \"kafkaController\": 2, \"openSearch\": 3, \"openSearchTransport\": 4,"
                        + " \"query\": 5, \"ingest\": 6, \"embed\": 7, \"eval\": 8}, \"roots\": []}");

        assertThat(home.settings()).isEqualTo(new Home.Settings(Ports.from(1), List.of()));
        assertThat(home.settings().runsFirst()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "{\"ports\": null}", "{\"ports\": {\"kafka\": 1}}", "{\"colour\": 1}"})
    void settings_that_cannot_be_read_are_named_with_what_to_do(String text) throws IOException {
        Files.createDirectories(home.folder());
        Files.writeString(home.folder().resolve("settings.json"), text);

        assertThatThrownBy(home::settings)
                .isInstanceOf(Failure.class)
                .hasMessageContaining(home.folder().resolve("settings.json").toString())
                .hasMessageContaining("delete it");
    }

    @Test
    void inbox_is_an_allowed_root_before_the_remembered_ones() {
        home.remember(new Home.Settings(Ports.DEFAULT, List.of(Path.of("/data"))));

        assertThat(home.allowedRoots()).containsExactly(home.inbox(), Path.of("/data"));
        assertThat(home.inbox()).isDirectory();
    }

    @Test
    void folder_is_absolute_and_has_no_detours() {
        assertThat(new Home(Path.of("x/../y")).folder()).isEqualTo(Path.of("y").toAbsolutePath());
    }

    @Test
    void second_command_is_kept_out_until_the_first_is_done() {
        String result = home.exclusively(() -> {
            assertThatThrownBy(() -> new Home(home.folder()).exclusively(() -> "second"))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("another command")
                    .hasMessageContaining("wait");
            return "first";
        });

        assertThat(result).isEqualTo("first");
        assertThat(home.exclusively(() -> "third").toString()).isEqualTo("third");
    }

    @Test
    void command_that_fails_gives_the_home_back() {
        assertThatThrownBy(() -> home.exclusively(() -> {
                    throw new Failure("on purpose");
                }))
                .hasMessage("on purpose");

        assertThat(home.exclusively(() -> 1).intValue()).isOne();
    }

    @Test
    void home_that_is_a_file_is_said() throws IOException {
        Files.writeString(home.folder(), "in the way");

        assertThatThrownBy(home::inbox)
                .isInstanceOf(Failure.class)
                .hasMessageContaining(home.folder().toString());
        assertThatThrownBy(() -> home.remember(home.settings())).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> home.exclusively(() -> 1)).isInstanceOf(Failure.class);
    }

    @Test
    void ports_are_in_a_row_those_of_added_models_last() {
        assertThat(Ports.from(4_000).model(0)).isEqualTo(4_008);
        assertThat(Ports.from(4_000).model(Ports.MODEL_SLOTS - 1)).isEqualTo(4_000 + Ports.COUNT - 1);
        Ports ports = Ports.from(5_000);

        assertThat(numbers(ports)).containsExactly(5_000, 5_001, 5_002, 5_003, 5_004, 5_005, 5_006, 5_007);
        assertThat(numbers(Ports.DEFAULT)).doesNotHaveDuplicates();
    }

    private static Stream<Integer> numbers(Ports ports) {
        return Stream.of(
                ports.kafka(),
                ports.kafkaController(),
                ports.openSearch(),
                ports.openSearchTransport(),
                ports.query(),
                ports.ingest(),
                ports.embed(),
                ports.eval());
    }
}
