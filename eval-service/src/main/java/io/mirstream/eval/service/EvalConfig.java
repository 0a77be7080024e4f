package io.mirstream.eval.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Configuration of scheduled replays. */
@ConfigMapping(prefix = "mirstream.replay")
public interface EvalConfig {
    /** When: a cron expression of Quartz, such as {@code 0 0 3 ? * SUN}, or {@code off}. */
    @WithDefault("off")
    String schedule();

    /** The dataset's name, as people know it. */
    @WithDefault("3D-MIR")
    String dataset();

    /** The folder with the task folders, as the embed-service knows it, too. */
    Optional<Path> images();

    /** Vectors that were computed elsewhere, in the place of images: the folder with {@code embeddings} and {@code text}. */
    Optional<Path> embeddings();

    /** The folder with labels and splits. */
    Optional<Path> labels();

    /** What a replay that is cut off needs to go on. */
    @WithDefault("${java.io.tmpdir}/mirstream-replays")
    Path state();

    /** Where reports are kept, each in a folder, and read from. */
    @WithDefault("${java.io.tmpdir}/mirstream-evaluations")
    Path reports();

    /** Where browsers find the query-service, for the previews of pages: its URL; by default where they find this one. */
    Optional<URI> previews();

    /** A report that scores must not fall below; see {@link io.mirstream.eval.report.Gate}. */
    Optional<Path> baseline();
}
