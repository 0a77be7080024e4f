package io.mirstream.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GDCM (C++), called through its Python module in a loop of one process, each time from the file.
 *
 * @param name what was measured
 */
record Reference(String name, String python, String script) {
    /** The system's own may have the module where another that stands before it on the path has not. */
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    /** Freed memory stays with the process, as it does in Java; otherwise each slice would pay for its pages again. */
    private static final Map<String, String> KEEPING_MEMORY = Map.of(
            "MALLOC_TRIM_THRESHOLD_", "1000000000",
            "MALLOC_MMAP_THRESHOLD_", "1000000000",
            "MALLOC_TOP_PAD_", "64000000");

    /** Empty when it is not installed. */
    static Optional<Reference> find() {
        for (String python : PYTHONS) {
            if (python.startsWith("/") || Processes.isInstalled(python)) {
                Processes.Ended version =
                        Processes.run(List.of(python, "-c", "import gdcm; print(gdcm.Version.GetVersion())"));
                if (version.succeeded()) {
                    return Optional.of(new Reference("GDCM " + version.output().strip(), python, reading()));
                }
            }
        }
        return Optional.empty();
    }

    /** Milliseconds of the fastest call. */
    double millis(List<Path> files) {
        List<String> command = new ArrayList<>(List.of(python, "-c", script));
        files.forEach(file -> command.add(file.toString()));
        Processes.Ended ended = Processes.run(command, KEEPING_MEMORY);
        if (!ended.succeeded()) {
            throw new Failure(name + " failed: " + ended.output());
        }
        return Double.parseDouble(ended.output().strip());
    }

    private static String reading() {
        try (InputStream in = Reference.class.getResourceAsStream("gdcm-reading.py")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the script is part of this program", e);
        }
    }
}
