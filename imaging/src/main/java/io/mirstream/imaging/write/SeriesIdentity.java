package io.mirstream.imaging.write;

import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.time.LocalDate;

/** Whose images are written; there is no patient in it. */
public record SeriesIdentity(StudyUid study, SeriesUid series, String bodyPart, LocalDate studyDate) {}
