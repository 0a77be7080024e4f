package io.mirstream.bench.embed;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model, and how much is measured with it.
 *
 * @param folder empty for the built-in one
 * @param spacingsMm between the slices of the studies, one a study
 * @param batch parts of a run, as the service has it
 * @param bareRuns of each thread of the bare loop, a round
 * @param queries idle, and as many under load
 */
record Subject(String id, Optional<Path> folder, List<Double> spacingsMm, int batch, int bareRuns, int queries) {
    /** Rows and columns, as scanners make them. */
    static final int SIDE = 512;

    /** Studies that fill the service before a round is measured, and keep it full until the round has ended. */
    static final int AROUND = 8;

    /** How often each study is embedded in a round. */
    int turns() {
        return folder.isPresent() ? 1 : 5;
    }
}
