package io.mirstream.contracts.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Vector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorBlockTest {
    @Test
    void vectors_lie_one_after_the_other_in_little_endian() {
        byte[] bytes = VectorBlock.bytes(List.of(Vector.of(1, 2), Vector.of(-1, 0)));

        assertThat(bytes).startsWith(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40).hasSize(16);
        assertThat(VectorBlock.vectors(bytes, 2)).containsExactly(Vector.of(1, 2), Vector.of(-1, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 12})
    void bytes_that_are_not_whole_vectors_are_refused(int length) {
        assertThatThrownBy(() -> VectorBlock.vectors(new byte[length], length == 0 ? 0 : 2))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INDEX_MAPPING_MISMATCH));
    }
}
