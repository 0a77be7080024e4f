package io.mirstream.standalone.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventIdTest {
    private static final FileTime THEN = FileTime.fromMillis(1_700_000_000_000L);

    @TempDir
    Path folder;

    private StudyEvent event;
    private Path slice;
    private String before;

    @BeforeEach
    void withTwoFiles() throws IOException {
        event = StudyEvent.at(new StudyUid("1.2.3"), folder.toUri());
        Files.createDirectories(folder.resolve("series"));
        slice = Files.writeString(folder.resolve("series/1.dcm"), "abc");
        Files.setLastModifiedTime(slice, THEN);
        Files.writeString(folder.resolve("series/2.dcm"), "def");
        before = EventId.of(event, folder);
    }

    @Test
    void same_files_make_the_same_id() {
        assertThat(EventId.of(event, folder)).isEqualTo(before).matches("[0-9a-f]{32}");
    }

    @Test
    void file_of_another_length_makes_another() throws IOException {
        Files.writeString(slice, "abcd");
        Files.setLastModifiedTime(slice, THEN);

        assertThat(EventId.of(event, folder)).isNotEqualTo(before);
    }

    @Test
    void file_of_another_time_makes_another() throws IOException {
        Files.setLastModifiedTime(slice, FileTime.fromMillis(THEN.toMillis() + 1));

        assertThat(EventId.of(event, folder)).isNotEqualTo(before);
    }

    @Test
    void file_that_came_or_has_another_name_makes_another() throws IOException {
        Path moved = Files.move(slice, folder.resolve("series/3.dcm"));
        String renamed = EventId.of(event, folder);
        Files.copy(moved, slice);

        assertThat(renamed).isNotEqualTo(before);
        assertThat(EventId.of(event, folder)).isNotIn(before, renamed);
    }

    @Test
    void event_that_says_something_else_makes_another() {
        assertThat(EventId.of(event.inCollection(new CollectionName("other")), folder))
                .isNotEqualTo(before);
    }

    @Test
    void single_file_is_a_location() throws IOException {
        String alone = EventId.of(event, slice);

        Files.setLastModifiedTime(slice, FileTime.fromMillis(0));

        assertThat(alone).isNotEqualTo(before);
        assertThat(EventId.of(event, slice)).isNotEqualTo(alone);
    }

    @Test
    void location_that_is_gone_is_said() {
        assertThatThrownBy(() -> EventId.of(event, folder.resolve("gone")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("gone");
    }
}
