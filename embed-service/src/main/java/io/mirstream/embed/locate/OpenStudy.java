package io.mirstream.embed.locate;

import java.nio.file.Path;

/**
 * A study that can be read from local disk until it is closed.
 *
 * @param path a folder or a file
 * @param release what closing does
 */
public record OpenStudy(Path path, Runnable release) implements AutoCloseable {
    /** Where it lies already, and stays. */
    static OpenStudy inPlace(Path path) {
        return new OpenStudy(path, () -> {});
    }

    @Override
    public void close() {
        release.run();
    }
}
