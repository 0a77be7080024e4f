package io.mirstream.embed.locate;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A folder of one study, that only this process's user can read. Files get invented names, so that nothing that the other
 * side says names a file here. Used by one thread.
 */
public final class SpoolFolder implements AutoCloseable {
    static final String PREFIX = "mirstream-study-";

    private static final int COPY_BYTES = 64 << 10;

    private final Path folder;
    private final Spool.Limits limits;
    private int files;
    private long bytes;

    SpoolFolder(Path folder, Spool.Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /** Reading from the other side failed; writing here did not. */
    public static final class BrokenStreamException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenStreamException(IOException cause) {
            super("the stream broke", cause);
        }
    }

    /**
     * Copies all of a stream to a file; leaves no file, and counts nothing, when the stream breaks.
     *
     * @param suffix by which readers know what it is
     * @throws BrokenStreamException when {@code in} fails
     * @throws CodedException {@code LIMIT_EXCEEDED}, as soon as it is passed; {@code LOCATION_UNREADABLE} when it cannot be
     *     written
     */
    public Path add(InputStream in, String suffix) throws BrokenStreamException {
        limits.checkFiles(++files);
        Path file = folder.resolve(String.format("%06d%s", files, suffix));
        long before = bytes;
        boolean complete = false;
        try (OutputStream out = Files.newOutputStream(file)) {
            copy(in, out);
            complete = true;
            return file;
        } catch (BrokenStreamException e) {
            files--;
            bytes = before;
            throw e;
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            if (!complete) {
                remove(file);
            }
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        long written = 0;
        for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
            written += read;
            bytes += read;
            limits.checkBytes(written, bytes);
            out.write(buffer, 0, read);
        }
    }

    private static int read(InputStream in, byte[] buffer) throws BrokenStreamException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new BrokenStreamException(e);
        }
    }

    /** Takes a file back that turned out to be none that is wanted; it stays counted. */
    public void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** All that was added. */
    public OpenStudy asStudy() {
        return new OpenStudy(folder, this::close);
    }

    /** One file alone. */
    public OpenStudy asStudy(Path file) {
        return new OpenStudy(file, this::close);
    }

    @Override
    public void close() {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "a fetched study could not be deleted", e);
        }
    }

    private static CodedException unwritable(IOException e) {
        return new CodedException(ErrorCode.LOCATION_UNREADABLE, "a fetched study could not be stored", e);
    }
}
