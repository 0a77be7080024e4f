package io.mirstream.embed.work;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.ErrorKind;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.event.SeriesStatus;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.embed.encode.EncodedSeries;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.embed.encode.TextEncoder;
import io.mirstream.embed.locate.OpenStudy;
import io.mirstream.embed.locate.StudySource;
import io.mirstream.embed.preview.PreviewBuilder;
import io.mirstream.embed.preview.Previewer;
import io.mirstream.embed.preview.Previews;
import io.mirstream.embed.publish.StudyResult;
import io.mirstream.embed.publish.StudyResult.Failure;
import io.mirstream.imaging.RefusedInstance;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.StudyListing.RefusedSeries;
import io.mirstream.imaging.StudyReader;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Locates, lists, selects and encodes the CT series of one study, all of them before anything is published. */
public final class LocalStudyEmbedder implements StudyEmbedder {
    private final StudySource source;
    private final StudyReader reader;
    private final SeriesEncoder encoder;
    private final ModelRef model;
    private final Optional<TextEncoder> text;
    private final Optional<Previewer> previewer;
    private final Clock clock;

    public LocalStudyEmbedder(
            StudySource source,
            StudyReader reader,
            SeriesEncoder encoder,
            ModelRef model,
            Optional<TextEncoder> text,
            Optional<Previewer> previewer,
            Clock clock) {
        this.source = source;
        this.reader = reader;
        this.encoder = encoder;
        this.model = model;
        this.text = text;
        this.previewer = previewer;
        this.clock = clock;
    }

    @Override
    public StudyResult embed(EmbedRequest request) {
        StudyEvent study = request.study();
        try {
            URI location = study.location()
                    .orElseThrow(() -> new CodedException(ErrorCode.EVENT_INVALID, "location is required"));
            try (OpenStudy open = source.open(location, study.studyInstanceUid());
                    StudyListing listing = reader.list(open.path(), Optional.of(study.studyInstanceUid()))) {
                checkComplete(study, listing);
                return embed(request, listing);
            }
        } catch (CodedException e) {
            if (e.kind() != ErrorKind.INPUT) {
                throw e;
            }
            return failed(request, List.of(), new Failure(e.code(), e.getMessage()));
        }
    }

    private static void checkComplete(StudyEvent study, StudyListing listing) {
        int found = 0;
        for (SeriesListing series : listing.series()) {
            found += series.slices();
        }
        for (RefusedSeries series : listing.refusedSeries()) {
            found += series.instances();
        }
        int expected = study.expectedInstances().orElse(0);
        if (found < expected) {
            throw new CodedException(
                    ErrorCode.STUDY_INCOMPLETE, "found " + found + " instances of " + expected + " expected");
        }
    }

    /** A series that was read and encoded. */
    private record Seen(EncodedSeries vectors, Optional<Previews> previews) {}

    private StudyResult embed(EmbedRequest request, StudyListing listing) {
        List<SeriesUid> wanted = request.study().series();
        List<SeriesStatus> statuses = new ArrayList<>();
        List<Seen> encoded = new ArrayList<>();
        for (SeriesListing series : listing.series()) {
            if (wanted.isEmpty() || wanted.contains(series.seriesInstanceUid())) {
                encode(series, statuses, encoded);
            }
        }
        for (RefusedSeries series : listing.refusedSeries()) {
            if (wanted.isEmpty() || wanted.contains(series.seriesInstanceUid())) {
                statuses.add(
                        series.skipped()
                                ? SeriesStatus.skipped(series.seriesInstanceUid(), series.code(), series.reason())
                                : SeriesStatus.failed(series.seriesInstanceUid(), series.code(), series.reason()));
            }
        }
        if (encoded.isEmpty()) {
            return failed(request, statuses, whyNothing(statuses, listing));
        }
        return embedded(request, statuses, encoded);
    }

    /** A series that cannot be embedded costs the study that series, and nothing else. */
    private void encode(SeriesListing series, List<SeriesStatus> statuses, List<Seen> encoded) {
        try {
            Optional<PreviewBuilder> previews = previewer.map(maker -> maker.of(series.geometry()));
            EncodedSeries vectors = encoder.encode(series, slice -> previews.ifPresent(each -> each.accept(slice)));
            encoded.add(new Seen(vectors, previews.map(PreviewBuilder::finish)));
            statuses.add(SeriesStatus.embedded(
                    series.seriesInstanceUid(),
                    vectors.summary().slices(),
                    vectors.slices().size()));
        } catch (CodedException e) {
            if (e.kind() != ErrorKind.INPUT) {
                throw e;
            }
            statuses.add(SeriesStatus.failed(series.seriesInstanceUid(), e.code(), e.getMessage()));
        }
    }

    private static Failure whyNothing(List<SeriesStatus> statuses, StudyListing listing) {
        Optional<Failure> failedSeries = firstFailure(statuses);
        if (failedSeries.isPresent()) {
            return failedSeries.get();
        }
        if (!statuses.isEmpty()) {
            return new Failure(ErrorCode.NO_CT_SERIES, "no series of the study is CT in Hounsfield units");
        }
        if (listing.refused().isEmpty()
                && listing.series().isEmpty()
                && listing.refusedSeries().isEmpty()) {
            return new Failure(ErrorCode.STUDY_EMPTY, "no file is at the location");
        }
        // the code that says most: a damaged image before a foreign study before files of other kinds
        List<ErrorCode> telling = List.of(
                ErrorCode.TRUNCATED,
                ErrorCode.MALFORMED,
                ErrorCode.UNSUPPORTED_PIXELS,
                ErrorCode.UNSUPPORTED_GEOMETRY,
                ErrorCode.LIMIT_EXCEEDED,
                ErrorCode.LOCATION_FORBIDDEN,
                ErrorCode.STUDY_UID_MISMATCH);
        for (ErrorCode code : telling) {
            for (RefusedInstance refused : listing.refused()) {
                if (refused.code() == code) {
                    return new Failure(code, refused.name() + ": " + refused.reason());
                }
            }
        }
        return new Failure(ErrorCode.NO_CT_SERIES, "no file at the location is a CT image of the study");
    }

    private static Optional<Failure> firstFailure(List<SeriesStatus> statuses) {
        return statuses.stream()
                .filter(series -> series.state() == io.mirstream.contracts.event.SeriesState.FAILED)
                .findFirst()
                .map(series -> new Failure(
                        series.errorCode().orElseThrow(), series.errorDetail().orElse("")));
    }

    private StudyResult embedded(EmbedRequest request, List<SeriesStatus> statuses, List<Seen> encoded) {
        StudyEvent study = request.study();
        Optional<Vector> report = text.isEmpty()
                ? Optional.empty()
                : study.reportText()
                        .filter(words -> !words.isBlank())
                        .map(words -> Vector.of(text.get().encode(words, TextEncoder.Role.DOCUMENT)));
        List<SeriesEmbedding> embeddings = new ArrayList<>();
        List<SeriesPreviews> previews = new ArrayList<>();
        for (Seen seen : encoded) {
            EncodedSeries series = seen.vectors();
            seen.previews().ifPresent(images -> previews.add(previews(request, series, images)));
            embeddings.add(new SeriesEmbedding(
                    study.studyInstanceUid(),
                    series.seriesInstanceUid(),
                    study.collection(),
                    request.revision(),
                    request.eventId(),
                    model,
                    series.summary(),
                    series.pooled(),
                    series.slices(),
                    study.reportText(),
                    report,
                    study.labels(),
                    study.patientKey(),
                    statuses));
        }
        return new StudyResult(
                status(request, StudyState.EMBEDDED, statuses, Optional.empty()),
                embeddings,
                previews,
                firstFailure(statuses));
    }

    private static SeriesPreviews previews(EmbedRequest request, EncodedSeries series, Previews images) {
        return new SeriesPreviews(
                request.study().studyInstanceUid(),
                series.seriesInstanceUid(),
                request.study().collection(),
                request.revision(),
                request.eventId(),
                series.summary(),
                images.slices(),
                images.coronal());
    }

    private StudyResult failed(EmbedRequest request, List<SeriesStatus> statuses, Failure failure) {
        return new StudyResult(
                status(request, StudyState.FAILED, statuses, Optional.of(failure)), List.of(), Optional.of(failure));
    }

    private StudyStatus status(
            EmbedRequest request, StudyState state, List<SeriesStatus> series, Optional<Failure> failure) {
        return new StudyStatus(
                request.study().studyInstanceUid(),
                request.study().collection(),
                state,
                request.revision().value(),
                request.eventId(),
                series,
                failure.map(Failure::code),
                failure.map(Failure::detail),
                clock.instant());
    }

    /** The result for a study that failed for a reason that is not the study's own. */
    static StudyResult failedWith(EmbedRequest request, CodedException e, Clock clock) {
        return new StudyResult(
                new StudyStatus(
                        request.study().studyInstanceUid(),
                        request.study().collection(),
                        StudyState.FAILED,
                        request.revision().value(),
                        request.eventId(),
                        List.of(),
                        Optional.of(e.code()),
                        Optional.of(e.getMessage()),
                        clock.instant()),
                List.of(),
                Optional.of(new Failure(e.code(), e.getMessage())));
    }
}
