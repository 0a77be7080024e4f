package io.mirstream.embed.locate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocationsTest {
    @TempDir
    Path scratch;

    private Path root;
    private FileLocations locations;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(scratch.toRealPath().resolve("root"));
        locations = new FileLocations(List.of(root));
    }

    @Test
    void a_folder_under_a_root_is_allowed() throws IOException {
        Path study = Files.createDirectories(root.resolve("study"));

        assertThat(locations.resolve(study.toUri())).isEqualTo(study);
    }

    @Test
    void what_lies_outside_every_root_is_forbidden() throws IOException {
        Path outside = Files.createDirectories(scratch.resolve("outside"));

        assertRefused(outside.toUri(), ErrorCode.LOCATION_FORBIDDEN);
        assertRefused(URI.create("file:///etc/passwd"), ErrorCode.LOCATION_FORBIDDEN);
        assertRefused(URI.create(root.toUri() + "../outside"), ErrorCode.LOCATION_FORBIDDEN);
    }

    @Test
    void a_root_is_no_prefix_of_a_name() throws IOException {
        Path neighbour = Files.createDirectories(scratch.toRealPath().resolve("root-of-another"));

        assertRefused(neighbour.toUri(), ErrorCode.LOCATION_FORBIDDEN);
    }

    @Test
    void a_link_does_not_lead_out() throws IOException {
        Path outside = Files.createDirectories(scratch.resolve("outside"));
        Path link = Files.createSymbolicLink(root.resolve("link"), outside);

        assertRefused(link.toUri(), ErrorCode.LOCATION_FORBIDDEN);
    }

    @Test
    void nothing_there_and_other_schemes_have_codes_of_their_own() {
        assertRefused(root.resolve("nothing").toUri(), ErrorCode.LOCATION_NOT_FOUND);
        assertRefused(URI.create("s3://bucket/study"), ErrorCode.LOCATION_SCHEME_UNSUPPORTED);
        assertRefused(URI.create("file://another.host/study"), ErrorCode.LOCATION_FORBIDDEN);
    }

    private void assertRefused(URI location, ErrorCode code) {
        assertThatThrownBy(() -> locations.resolve(location))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
