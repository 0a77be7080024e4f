package io.mirstream.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
    @TempDir
    Path folder;

    @Test
    void quoted_cells_keep_commas_newlines_and_quotation_marks() throws IOException {
        CsvTable table = read("name,text\r\na,\"x, \"\"y\"\"\nz\"\r\nb,\"\"\"quoted\"\"\"");

        assertThat(table.rows()).containsExactly(List.of("a", "x, \"y\"\nz"), List.of("b", "\"quoted\""));
    }

    @Test
    void cells_keep_their_blanks_and_may_be_empty() throws IOException {
        assertThat(read("a,b\n x ,\n,\"\"\n").rows()).containsExactly(List.of(" x ", ""), List.of("", ""));
    }

    @Test
    void byte_order_mark_is_told_and_no_part_of_a_name() throws IOException {
        assertThat(read("\uFEFFname,b\n1,2\n").byteOrderMark()).isTrue();
        assertThat(read("\uFEFFname,b\n1,2\n").column("name")).containsExactly("1");
        assertThat(read("name,b\n1,2\n").byteOrderMark()).isFalse();
    }

    @Test
    void first_column_without_a_name_is_an_index() throws IOException {
        CsvTable table = read(",training\n7,a\n");

        assertThat(table.hasIndexColumn()).isTrue();
        assertThat(table.hasColumns(List.of("training"))).isTrue();
        assertThat(table.hasColumns(List.of("testing"))).isFalse();
        assertThat(read("training\na\n").hasIndexColumn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,b\n1\n",
                "a,b\n1,2,3\n",
                "a,a\n1,2\n",
                "a,b\n1,\"2\n",
                "a,b\n1,\"2\"3\n",
                "a,b\n1,2\"3\n",
                "a,b\n1, \"2\"\n",
                "a,b\n1\r,2\n",
                "a,b\n\n1,2\n"
            })
    void what_is_no_table_is_refused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(CodedException.class)
                .hasMessageStartingWith("table.csv: ")
                .extracting(e -> ((CodedException) e).code())
                .isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void row_of_another_length_is_named_by_its_number() {
        assertThatThrownBy(() -> read("a,b\n1,2\n3\n")).hasMessage("table.csv: row 2 is not as long as the header");
    }

    @Test
    void text_of_another_encoding_is_refused() throws IOException {
        Path file = Files.write(folder.resolve("table.csv"), new byte[] {'a', '\n', (byte) 0xE4, '\n'});

        assertThat(catchThrowableOfType(CodedException.class, () -> CsvTable.read(file)))
                .hasMessage("table.csv: not UTF-8");
    }

    @Test
    void file_that_is_not_there_is_not_found() {
        assertThat(catchThrowableOfType(CodedException.class, () -> CsvTable.read(folder.resolve("none.csv")))
                        .code())
                .isEqualTo(ErrorCode.LOCATION_NOT_FOUND);
    }

    private CsvTable read(String text) throws IOException {
        return CsvTable.read(Files.writeString(folder.resolve("table.csv"), text));
    }
}
