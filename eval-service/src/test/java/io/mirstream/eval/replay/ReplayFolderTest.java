package io.mirstream.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.eval.dataset.Organ;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayFolderTest {
    @TempDir
    private Path root;

    @Test
    void the_same_words_go_on_with_what_was_cut_off() {
        ReplayFolder.begin(root, plan("1", "images", false)).close(); // without an end

        try (ReplayFolder again = ReplayFolder.begin(root, plan("2", "images", false))) {
            assertThat(again.plan()).isEqualTo(plan("1", "images", false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"images true", "others false"})
    void other_words_are_another_replay(String words) {
        ReplayFolder.begin(root, plan("1", "images", false)).close();
        String[] images = words.split(" ");

        try (ReplayFolder other = ReplayFolder.begin(root, plan("2", images[0], Boolean.parseBoolean(images[1])))) {
            assertThat(other.plan().id()).isEqualTo("2");
        }
    }

    @Test
    void two_at_a_time_are_two_replays() {
        try (ReplayFolder first = ReplayFolder.begin(root, plan("1", "images", false));
                ReplayFolder second = ReplayFolder.begin(root, plan("2", "images", false))) {
            assertThat(second.plan().id()).isNotEqualTo(first.plan().id());
            assertThatThrownBy(() -> ReplayFolder.open(root, "1"))
                    .isInstanceOfSatisfying(
                            CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_BUSY));
        }
    }

    @Test
    void what_has_ended_is_not_gone_on_with() {
        try (ReplayFolder first = ReplayFolder.begin(root, plan("1", "images", false))) {
            first.end();
        }

        try (ReplayFolder second = ReplayFolder.begin(root, plan("2", "images", false))) {
            assertThat(second.plan().id()).isEqualTo("2");
        }
        try (ReplayFolder first = ReplayFolder.open(root, "1")) {
            assertThat(first.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "..", "../1", ""})
    void an_id_of_no_replay_is_refused(String id) {
        ReplayFolder.begin(root, plan("1", "images", false)).close();

        assertThatThrownBy(() -> ReplayFolder.open(root, id))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCATION_NOT_FOUND));
    }

    private static ReplayPlan plan(String id, String images, boolean keep) {
        return new ReplayPlan(
                id,
                "small",
                images,
                "labels",
                List.of(Organ.COLON),
                List.of(),
                keep,
                FakeStudyArchive.MODEL,
                Instant.EPOCH);
    }
}
