package io.mirstream.query.search;

import io.mirstream.contracts.id.StudyUid;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** What is known of a series besides its vectors. */
public record Description(
        StudyUid study,
        Optional<String> modality,
        Optional<String> bodyPart,
        Optional<LocalDate> studyDate,
        Map<String, String> labels,
        int slices,
        Optional<String> reportText) {}
