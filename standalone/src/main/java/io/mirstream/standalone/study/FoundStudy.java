package io.mirstream.standalone.study;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.nio.file.Path;
import java.util.List;

/**
 * A study on disk.
 *
 * @param location folder or file to read it from
 * @param series those that belong to it, where the location holds other studies, too; empty for all
 */
public record FoundStudy(StudyUid study, Path location, List<SeriesUid> series) {}
