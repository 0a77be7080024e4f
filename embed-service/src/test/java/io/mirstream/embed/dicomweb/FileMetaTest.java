package io.mirstream.embed.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileMetaTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "1.2.34"})
    void instance_is_named_with_and_without_padding(String uid) throws IOException {
        assertThat(FileMeta.sopInstanceUid(file(ServedInstance.part10(uid, 10))))
                .contains(uid);
    }

    @Test
    void file_that_is_no_dicom_names_none() throws IOException {
        assertThat(FileMeta.sopInstanceUid(file(new byte[1_000]))).isEmpty();
        assertThat(FileMeta.sopInstanceUid(file("short".getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
        assertThat(FileMeta.sopInstanceUid(file(new byte[0]))).isEmpty();
    }

    @Test
    void damage_anywhere_leads_to_no_other_failure() throws IOException {
        byte[] good = ServedInstance.part10("1.2.3", 0);
        Random random = new Random(1);
        int meta = 132; // preamble and prefix
        for (int round = 0; round < 500; round++) {
            byte[] bad = Arrays.copyOf(good, meta + 1 + random.nextInt(good.length - meta));
            bad[meta + random.nextInt(bad.length - meta)] = (byte) random.nextInt();
            Path file = file(bad);
            assertThatCode(() -> FileMeta.sopInstanceUid(file)).doesNotThrowAnyException();
        }
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(scratch.resolve("file"), bytes);
    }
}
