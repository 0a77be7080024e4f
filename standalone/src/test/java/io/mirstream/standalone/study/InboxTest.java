package io.mirstream.standalone.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");

    @TempDir
    Path scratch;

    private Home home;
    private Inbox inbox;
    private Path outside;

    @BeforeEach
    void withAStudyOutside() throws IOException {
        home = new Home(scratch.resolve("home"));
        inbox = new Inbox(home);
        outside = Files.createDirectories(scratch.toRealPath().resolve("outside"));
        Files.createDirectories(outside.resolve("series"));
        Files.writeString(outside.resolve("series/1.dcm"), "one");
        Files.writeString(outside.resolve("2.dcm"), "two");
    }

    @Test
    void what_lies_under_an_allowed_root_stays() {
        home.remember(new Home.Settings(Ports.DEFAULT, List.of(outside)));
        FoundStudy found = found(outside.resolve("series"));

        assertThat(inbox.admit(found)).isEqualTo(found);
        assertThat(home.inbox()).isEmptyDirectory();
    }

    @Test
    void what_lies_in_the_inbox_stays() throws IOException {
        Path inside = Files.createDirectories(home.inbox().resolve("mine"));

        assertThat(inbox.admit(found(inside))).isEqualTo(found(inside));
    }

    @Test
    void inbox_is_known_by_the_name_that_the_services_have_of_it() throws IOException {
        Path link = Files.createSymbolicLink(scratch.resolve("link"), Files.createDirectories(home.folder()));
        Home linked = new Home(link);
        Path inside = Files.createDirectories(home.inbox().resolve("mine")).toRealPath();

        assertThat(new Inbox(linked).admit(found(inside)).location())
                .isEqualTo(linked.inbox().resolve("mine"));
    }

    @Test
    void folder_that_lies_elsewhere_is_copied() {
        FoundStudy found = new FoundStudy(STUDY, outside, List.of(new SeriesUid("1.2")));

        FoundStudy admitted = inbox.admit(found);

        Path folder = home.inbox().resolve("1.2.3");
        assertThat(admitted).isEqualTo(new FoundStudy(STUDY, folder, found.series()));
        assertThat(folder.resolve("series/1.dcm")).hasContent("one");
        assertThat(folder.resolve("2.dcm")).hasContent("two");
        assertThat(outside.resolve("2.dcm")).exists();
    }

    @Test
    void file_that_lies_elsewhere_is_copied_under_its_name() {
        FoundStudy admitted = inbox.admit(found(outside.resolve("2.dcm")));

        assertThat(admitted.location())
                .isEqualTo(home.inbox().resolve("1.2.3/2.dcm"))
                .hasContent("two");
    }

    @Test
    void what_was_copied_is_not_copied_again() throws IOException {
        Path copied = inbox.admit(found(outside)).location().resolve("2.dcm");
        Files.delete(copied); // in case it was a link: a file of its own shows whether it is replaced
        Files.writeString(copied, "two");
        Files.setLastModifiedTime(copied, Files.getLastModifiedTime(outside.resolve("2.dcm")));
        Object before = fileKey(copied);

        inbox.admit(found(outside));

        assertThat(fileKey(copied)).isEqualTo(before);
    }

    @Test
    void what_changed_is_copied_again_and_what_is_gone_is_removed() throws IOException {
        inbox.admit(found(outside));
        Files.delete(outside.resolve("2.dcm"));
        Files.writeString(outside.resolve("2.dcm"), "deux");
        Files.move(outside.resolve("series/1.dcm"), outside.resolve("3.dcm"));

        Path folder = inbox.admit(found(outside)).location();

        assertThat(folder.resolve("2.dcm")).hasContent("deux");
        assertThat(folder.resolve("3.dcm")).hasContent("one");
        assertThat(folder.resolve("series")).doesNotExist();
    }

    @Test
    void file_of_the_same_length_and_another_time_is_copied_again() throws IOException {
        Path copied = inbox.admit(found(outside)).location().resolve("2.dcm");
        Files.delete(outside.resolve("2.dcm"));
        Files.writeString(outside.resolve("2.dcm"), "TWO");
        Files.setLastModifiedTime(outside.resolve("2.dcm"), FileTime.fromMillis(0));

        inbox.admit(found(outside));

        assertThat(copied).hasContent("TWO");
    }

    @Test
    void link_out_of_the_inbox_is_copied_to_where_it_may_be_read() throws IOException {
        Path link = Files.createSymbolicLink(home.inbox().resolve("link"), outside);

        FoundStudy admitted = inbox.admit(found(link));

        assertThat(admitted.location()).isEqualTo(home.inbox().resolve("1.2.3"));
        assertThat(admitted.location().resolve("2.dcm")).hasContent("two");
    }

    @Test
    void linked_file_comes_as_a_file() throws IOException {
        Path link = Files.createSymbolicLink(scratch.resolve("volume.nii.gz"), outside.resolve("2.dcm"));

        Path admitted = inbox.admit(found(link)).location();

        assertThat(Files.isRegularFile(admitted, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(admitted).hasContent("two");
    }

    @Test
    void links_inside_a_folder_are_left_out() throws IOException {
        Files.createSymbolicLink(outside.resolve("secret"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(outside.resolve("secrets"), Path.of("/etc"));

        Path folder = inbox.admit(found(outside)).location();

        assertThat(folder).isDirectoryContaining("glob:**/2.dcm").isDirectoryNotContaining("glob:**/secret*");
    }

    private static FoundStudy found(Path location) {
        return new FoundStudy(STUDY, location, List.of());
    }

    private static Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
