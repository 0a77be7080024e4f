package io.mirstream.embed.locate;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where studies are put while they are read that do not lie on local disk.
 *
 * @param directory for the folders; the system's temporary one when empty
 * @param limits of each study
 */
public record Spool(Optional<Path> directory, Limits limits) {
    /**
     * What one study may take; passing one is {@code LIMIT_EXCEEDED}.
     *
     * @param maxFiles instances or objects, told before anything is fetched and counted again while it is
     * @param maxFileBytes of one of them
     * @param maxBytes of all of them
     */
    public record Limits(int maxFiles, long maxFileBytes, long maxBytes) {
        public Limits {
            if (maxFiles < 1 || maxFileBytes < 1 || maxBytes < 1) {
                throw new IllegalArgumentException("limits of what is fetched must be 1 or more");
            }
        }

        /** @throws CodedException {@code LIMIT_EXCEEDED} */
        public void checkFiles(int files) {
            if (files > maxFiles) {
                throw exceeded("more than " + maxFiles + " files");
            }
        }

        /** @throws CodedException {@code LIMIT_EXCEEDED} */
        public void checkBytes(long ofFile, long ofAll) {
            if (ofFile > maxFileBytes) {
                throw exceeded("a file has more than " + maxFileBytes + " bytes");
            }
            if (ofAll > maxBytes) {
                throw exceeded("the study has more than " + maxBytes + " bytes");
            }
        }

        private static CodedException exceeded(String what) {
            return new CodedException(ErrorCode.LIMIT_EXCEEDED, "at the location: " + what);
        }
    }

    /** @throws CodedException {@code LOCATION_UNREADABLE} when there is no place for it */
    public SpoolFolder open() {
        try {
            Path folder = directory.isPresent()
                    ? Files.createTempDirectory(Files.createDirectories(directory.get()), SpoolFolder.PREFIX)
                    : Files.createTempDirectory(SpoolFolder.PREFIX);
            return new SpoolFolder(folder, limits);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "there is no place to put the study", e);
        }
    }
}
