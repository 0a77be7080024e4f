package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyArrayTest {
    @TempDir
    Path folder;

    @Test
    void matrix_of_float32_is_read_row_by_row() throws IOException {
        NpyArray array = read(NpyBytes.of(NpyBytes.header("(2, 3)"), 1, 2, 3, 4, 5, -6.5f));

        assertThat(array.shape()).containsExactly(2, 3);
        assertThat(array.values()).containsExactly(1, 2, 3, 4, 5, -6.5f);
        assertThat(array.row(1)).containsExactly(4, 5, -6.5f);
    }

    @Test
    void float64_of_version_2_is_narrowed() throws IOException {
        byte[] data = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0.1)
                .putDouble(-2)
                .array();

        NpyArray array = read(NpyBytes.of(2, "{\"shape\":(2,),\"fortran_order\":False,\"descr\":\"<f8\"}\n", data));

        assertThat(array.shape()).containsExactly(2);
        assertThat(array.values()).containsExactly(0.1f, -2);
    }

    @Test
    void array_larger_than_a_buffer_is_read_whole() throws IOException {
        float[] values = new float[40_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }

        assertThat(read(NpyBytes.of(NpyBytes.header("(200, 200)"), values)).values())
                .containsExactly(values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'descr': '<f4', 'fortran_order': False}",
                "{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<i4', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (1,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': ()}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 1)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1234567890,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)",
                "{'descr': '<f4' 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<f4, 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'other': 'x'}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + __import__('os')"
            })
    void header_of_anything_else_is_refused(String header) {
        assertThat(refused(NpyBytes.of(header, 1))).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void other_formats_and_versions_are_refused() {
        byte[] file = NpyBytes.of(NpyBytes.header("(1,)"), 1);
        file[0] = 'x';
        assertThat(refused(file)).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refused(NpyBytes.of(3, NpyBytes.header("(1,)"), new byte[4])))
                .isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void size_must_be_what_the_shape_says() {
        assertThat(refused(NpyBytes.of(NpyBytes.header("(3,)"), 1, 2))).isEqualTo(ErrorCode.TRUNCATED);
        assertThat(refused(NpyBytes.of(NpyBytes.header("(1,)"), 1, 2))).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refused(Arrays.copyOf(NpyBytes.of(NpyBytes.header("(1,)"), 1), 40)))
                .isEqualTo(ErrorCode.TRUNCATED);
    }

    @Test
    void shape_that_would_fill_the_memory_is_refused_before_it_does() {
        assertThat(refused(NpyBytes.of(NpyBytes.header("(999999999, 999999999)"), 1)))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(refused(NpyBytes.of(2, " ".repeat(10_001), new byte[0]))).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void value_that_is_not_finite_is_refused(float value) {
        assertThat(refused(NpyBytes.of(NpyBytes.header("(2,)"), 1, value))).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void embeddings_lie_in_folders_by_kind() throws IOException {
        VolumeId volume = new VolumeId("liver_1");
        Files.createDirectory(folder.resolve("embeddings"));
        Files.write(folder.resolve("embeddings/liver_1.npy"), NpyBytes.of(NpyBytes.header("(2, 1)"), 7, 8));
        EmbeddingFolder embeddings = new EmbeddingFolder(folder);

        assertThat(embeddings.slices(volume)).containsExactly(new float[] {7}, new float[] {8});
        assertThat(embeddings.text(volume)).isEmpty();

        Files.createDirectory(folder.resolve("text"));
        Files.write(folder.resolve("text/liver_1.npy"), NpyBytes.of(NpyBytes.header("(2,)"), 3, 4));

        assertThat(embeddings.text(volume))
                .hasValueSatisfying(text -> assertThat(text).containsExactly(3, 4));
    }

    @Test
    void embedding_that_is_missing_or_of_another_rank_is_named() throws IOException {
        Files.createDirectory(folder.resolve("text"));
        Files.write(folder.resolve("text/liver_1.npy"), NpyBytes.of(NpyBytes.header("(1, 2)"), 3, 4));
        EmbeddingFolder embeddings = new EmbeddingFolder(folder);

        CodedException missing =
                catchThrowableOfType(CodedException.class, () -> embeddings.slices(new VolumeId("liver_1")));
        assertThat(missing).hasMessageStartingWith("embeddings/liver_1.npy: ");
        assertThat(missing.code()).isEqualTo(ErrorCode.LOCATION_NOT_FOUND);
        assertThat(catchThrowableOfType(CodedException.class, () -> embeddings.text(new VolumeId("liver_1"))))
                .hasMessage("text/liver_1.npy: this is no vector");
    }

    private NpyArray read(byte[] bytes) throws IOException {
        return NpyArray.read(Files.write(folder.resolve("array.npy"), bytes));
    }

    private ErrorCode refused(byte[] bytes) {
        return catchThrowableOfType(CodedException.class, () -> read(bytes)).code();
    }
}
