package io.mirstream.imaging;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The files of a folder, a zip or a single file, in order of their names.
 *
 * @param root what names are relative to
 * @param files regular files
 * @param refused what is neither a file nor a folder
 * @param unpacked a folder to delete, or null
 */
record Location(Path root, List<Path> files, List<RefusedInstance> refused, Path unpacked) implements AutoCloseable {
    private static final int COPY_BYTES = 64 << 10;

    static Location open(Path location, ReadLimits limits) {
        try {
            if (Files.isDirectory(location)) {
                return folder(location, limits, null);
            }
            if (!Files.exists(location)) {
                throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, "nothing is at the location");
            }
            if (isZip(location)) {
                return zip(location, limits);
            }
            Path file = location.toAbsolutePath();
            return new Location(file.getParent(), List.of(file), List.of(), null);
        } catch (IOException | UncheckedIOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "reading the location failed", e);
        }
    }

    String name(Path file) {
        return root.relativize(file).toString();
    }

    private static Location folder(Path folder, ReadLimits limits, Path unpacked) throws IOException {
        List<Path> files = new ArrayList<>();
        List<RefusedInstance> refused = new ArrayList<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() { // follows no links
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) {
                            files.add(file);
                        } else {
                            refused.add(new RefusedInstance(
                                    folder.relativize(file).toString(),
                                    ErrorCode.LOCATION_FORBIDDEN,
                                    "links and special files are not followed"));
                        }
                        if (files.size() + refused.size() > limits.maxFiles()) {
                            throw new CodedException(
                                    ErrorCode.LIMIT_EXCEEDED, "more than " + limits.maxFiles() + " files");
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        files.sort(Comparator.naturalOrder());
        return new Location(folder, files, refused, unpacked);
    }

    private static boolean isZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(4);
            return magic.length == 4 && magic[0] == 'P' && magic[1] == 'K' && magic[2] == 3 && magic[3] == 4;
        }
    }

    /** Unpacks to a private folder under invented names, so that no entry's name can lead out of it. */
    private static Location zip(Path zip, ReadLimits limits) throws IOException {
        Path folder = Files.createTempDirectory("mirstream-zip-");
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(zip))) {
            long budget = limits.maxSeriesBytes();
            int count = 0;
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.isDirectory()) {
                    budget -= copy(entries, OutputStream.nullOutputStream(), budget); // nothing, in an honest zip
                    continue;
                }
                if (++count > limits.maxFiles()) {
                    throw new CodedException(
                            ErrorCode.LIMIT_EXCEEDED, "more than " + limits.maxFiles() + " files in the zip");
                }
                String suffix = entry.getName().endsWith(".nii.gz") ? ".nii.gz" : "";
                Path target = folder.resolve(String.format("%06d%s", count, suffix));
                budget -= unpack(entries, target, Math.min(budget, limits.maxFileBytes()));
            }
            return folder(folder, limits, folder);
        } catch (ZipException e) {
            delete(folder);
            throw new CodedException(ErrorCode.MALFORMED, "the zip is damaged", e);
        } catch (java.io.EOFException e) {
            delete(folder);
            throw new CodedException(ErrorCode.TRUNCATED, "the zip ends early", e);
        } catch (IOException | CodedException e) {
            delete(folder);
            throw e;
        }
    }

    private static long unpack(InputStream entry, Path target, long budget) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            return copy(entry, out, budget);
        }
    }

    private static long copy(InputStream entry, OutputStream out, long budget) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        long written = 0;
        for (int read = entry.read(buffer); read >= 0; read = entry.read(buffer)) {
            written += read;
            if (written > budget) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the zip unpacks to more than allowed");
            }
            out.write(buffer, 0, read);
        }
        return written;
    }

    @Override
    public void close() {
        if (unpacked != null) {
            delete(unpacked);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "an unpacked zip could not be deleted", e);
        }
    }
}
