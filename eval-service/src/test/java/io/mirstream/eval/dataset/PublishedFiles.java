package io.mirstream.eval.dataset;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The published labels, where they lie beside this checkout. */
public final class PublishedFiles {
    private static final Path FOLDER = Path.of("../../shared/data/3d-mir");

    private PublishedFiles() {}

    public static Path folder() {
        assumeTrue(
                Files.exists(FOLDER),
                "skipped: the published labels are not beside this checkout (../shared/data/3d-mir)");
        return FOLDER;
    }
}
