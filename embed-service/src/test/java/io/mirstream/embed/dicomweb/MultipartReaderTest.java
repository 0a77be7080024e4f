package io.mirstream.embed.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    /** Parts that look like delimiters as long as they can, are empty, and are longer than the buffer. */
    private static final List<byte[]> PARTS = List.of(
            bytes("abc"),
            bytes(""),
            bytes("\r\n"),
            bytes("\r\n--bon"),
            bytes("\r\n--bo\r\n--bo"),
            bytes("--bou\r\r\n\n--"),
            random(200_000),
            bytes("\r\n\r\n"));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 1_000, 65_536, 1 << 20})
    void parts_are_the_same_however_the_body_is_chunked(int chunk) throws IOException {
        byte[] body = body("", PARTS);

        assertThat(read(new Chunked(body, chunk), "boun")).containsExactlyElementsOf(PARTS);
    }

    @Test
    void first_delimiter_may_be_the_first_thing() throws IOException {
        assertThat(read(bytes("--boun\r\n\r\nx\r\n--boun--"))).containsExactly(bytes("x"));
    }

    @Test
    void what_stands_before_and_behind_is_passed_over() throws IOException {
        assertThat(read(bytes("hello\r\n--boun\r\nA: b\r\nC: d\r\n\r\nx\r\n--boun--\r\nbye")))
                .containsExactly(bytes("x"));
    }

    @Test
    void delimiter_may_be_padded() throws IOException {
        assertThat(read(bytes("--boun \t\r\nA: b\r\n\r\nx\r\n--boun--"))).containsExactly(bytes("x"));
    }

    @Test
    void part_that_is_not_read_is_passed_over() throws IOException {
        MultipartReader reader = new MultipartReader(new ByteArrayInputStream(body("", PARTS)), "boun");

        int parts = 0;
        while (reader.next()) {
            parts++;
        }

        assertThat(parts).isEqualTo(PARTS.size());
    }

    @Test
    void body_that_ends_early_never_looks_whole() {
        byte[] whole = body("", List.of(bytes("abc"), bytes("defg")));

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).as("after %d bytes", length).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void headers_without_end_are_refused() {
        byte[] body = bytes("--boun\r\nA: " + "b".repeat(1 << 20));

        assertThatThrownBy(() -> read(body)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void preamble_without_end_is_refused() {
        assertThatThrownBy(() -> read(random(1 << 20))).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/related; boundary=abc|abc",
                "multipart/related;boundary=\"a b\"; type=\"application/dicom\"|a b",
                "Multipart/Related; type=\"application/dicom\"; Boundary=a-b_c|a-b_c",
                "multipart/related; type=application/dicom; boundary=abc; start=x|abc",
            })
    void boundary_is_found_in_the_type(String type, String boundary) throws IOException {
        assertThat(MultipartReader.boundary(type)).isEqualTo(boundary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/html",
                "text/html; boundary=abc",
                "multipart/related",
                "multipart/related; boundary=",
                "multipart/related; boundary=\"\"",
                "multipart/related; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
            })
    void type_without_a_usable_boundary_is_refused(String type) {
        assertThatThrownBy(() -> MultipartReader.boundary(type)).isInstanceOf(ProtocolException.class);
    }

    private static List<byte[]> read(byte[] body) throws IOException {
        return read(new ByteArrayInputStream(body), "boun");
    }

    private static List<byte[]> read(InputStream body, String boundary) throws IOException {
        MultipartReader reader = new MultipartReader(body, boundary);
        List<byte[]> parts = new ArrayList<>();
        while (reader.next()) {
            parts.add(reader.part().readAllBytes());
        }
        return parts;
    }

    private static byte[] body(String preamble, List<byte[]> parts) {
        java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
        body.writeBytes(bytes(preamble));
        for (byte[] part : parts) {
            body.writeBytes(bytes("\r\n--boun\r\nContent-Type: application/dicom\r\n\r\n"));
            body.writeBytes(part);
        }
        body.writeBytes(bytes("\r\n--boun--"));
        return body.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** Gives at most so many bytes a read. */
    private static final class Chunked extends ByteArrayInputStream {
        private final int chunk;

        Chunked(byte[] bytes, int chunk) {
            super(bytes);
            this.chunk = chunk;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, chunk));
        }
    }
}
