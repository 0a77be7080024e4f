package io.mirstream.contracts.event;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import java.util.Objects;
import java.util.Optional;

/**
 * One series of a study.
 *
 * @param slices slices read; 0 unless embedded
 * @param vectors slice vectors made; 0 unless embedded
 */
public record SeriesStatus(
        SeriesUid seriesInstanceUid,
        SeriesState state,
        int slices,
        int vectors,
        Optional<ErrorCode> errorCode,
        Optional<String> errorDetail) {
    public SeriesStatus {
        Check.required(seriesInstanceUid, "seriesInstanceUid");
        Check.required(state, "state");
        Check.that(slices >= 0 && vectors >= 0, "slices, vectors", "must be 0 or more");
        errorCode = Objects.requireNonNullElse(errorCode, Optional.empty());
        errorDetail = Objects.requireNonNullElse(errorDetail, Optional.empty());
        Check.that(
                errorCode.isPresent() == (state == SeriesState.FAILED || state == SeriesState.SKIPPED),
                "errorCode",
                "belongs to FAILED and SKIPPED series, and only to them");
    }

    public static SeriesStatus embedded(SeriesUid series, int slices, int vectors) {
        return new SeriesStatus(series, SeriesState.EMBEDDED, slices, vectors, null, null);
    }

    public static SeriesStatus skipped(SeriesUid series, ErrorCode code, String detail) {
        return new SeriesStatus(series, SeriesState.SKIPPED, 0, 0, Optional.of(code), Optional.of(detail));
    }

    public static SeriesStatus failed(SeriesUid series, ErrorCode code, String detail) {
        return new SeriesStatus(series, SeriesState.FAILED, 0, 0, Optional.of(code), Optional.of(detail));
    }

    /** The same series, searchable. */
    public SeriesStatus indexed() {
        return new SeriesStatus(seriesInstanceUid, SeriesState.INDEXED, slices, vectors, null, null);
    }
}
