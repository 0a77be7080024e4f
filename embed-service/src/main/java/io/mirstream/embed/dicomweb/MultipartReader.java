package io.mirstream.embed.dicomweb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a multipart body (RFC 2046 5.1) part by part, with one buffer of fixed size, however long a part is. The headers of
 * parts are passed over: what a part is, its bytes say themselves.
 */
final class MultipartReader {
    /** Of a delimiter, by RFC 2046 5.1.1. */
    private static final int MAX_BOUNDARY = 70;

    /** Of what stands before the first part, and of a part's headers. */
    private static final int MAX_HEADER_BYTES = 16 << 10;

    private static final int BUFFER_BYTES = 64 << 10;

    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;
    private boolean begun;
    private boolean inPart; // else behind a delimiter, once begun

    /** @param boundary as the Content-Type says, without the leading hyphens */
    MultipartReader(InputStream in, String boundary) {
        this.in = in;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        // a body may begin with its first delimiter: the line end that belongs to it is then added here
        System.arraycopy(LINE_END, 0, buffer, 0, LINE_END.length);
        end = LINE_END.length;
    }

    /** @throws ProtocolException when the type is not multipart, or names no usable boundary */
    static String boundary(String contentType) throws ProtocolException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!contentType.regionMatches(true, 0, "multipart/", 0, "multipart/".length()) || !boundary.find()) {
            throw new ProtocolException("the answer is not multipart");
        }
        String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        if (text.length() > MAX_BOUNDARY) {
            throw new ProtocolException("the boundary is too long");
        }
        return text;
    }

    /**
     * Goes to the next part, over what is left of this one.
     *
     * @return false after the last
     * @throws EOFException when the body ends before its closing delimiter
     */
    boolean next() throws IOException {
        if (begun) {
            part().transferTo(OutputStream.nullOutputStream());
        } else {
            skipPast(delimiter, MAX_HEADER_BYTES);
            begun = true;
        }
        require(2);
        if (buffer[start] == '-' && buffer[start + 1] == '-') {
            return false;
        }
        // from the end of the delimiter's line: a part may have no header at all
        skipPast(HEADERS_END, MAX_HEADER_BYTES);
        inPart = true;
        return true;
    }

    /** The bytes of this part; ends before the next delimiter. */
    InputStream part() {
        return new Part();
    }

    private final class Part extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (!inPart) {
                return -1;
            }
            int at = indexOf(delimiter);
            if (at == start) {
                start += delimiter.length;
                inPart = false;
                return -1;
            }
            if (at < 0 && end - start < delimiter.length) {
                require(delimiter.length);
                return read(target, offset, length);
            }
            // the last bytes may be the beginning of a delimiter
            int certain = (at < 0 ? end - delimiter.length + 1 : at) - start;
            int copied = Math.min(certain, length);
            System.arraycopy(buffer, start, target, offset, copied);
            start += copied;
            return copied;
        }
    }

    private void skipPast(byte[] pattern, int most) throws IOException {
        int skipped = 0;
        int at = indexOf(pattern);
        while (at < 0) {
            int passed = Math.max(0, end - start - pattern.length + 1);
            start += passed;
            skipped += passed;
            if (skipped > most) {
                throw new ProtocolException("the headers of a part are too long");
            }
            require(pattern.length);
            at = indexOf(pattern);
        }
        start = at + pattern.length;
    }

    /** Reads on until at least {@code bytes} are there. */
    private void require(int bytes) throws IOException {
        if (buffer.length - end < buffer.length / 2) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        while (end - start < bytes) {
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                throw new EOFException("the body ends before its closing delimiter");
            }
            end += read;
        }
    }

    private int indexOf(byte[] pattern) {
        for (int at = start; at <= end - pattern.length; at++) {
            if (buffer[at] == pattern[0] && matches(pattern, at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean matches(byte[] pattern, int at) {
        for (int i = 1; i < pattern.length; i++) {
            if (buffer[at + i] != pattern[i]) {
                return false;
            }
        }
        return true;
    }
}
