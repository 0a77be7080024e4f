package io.mirstream.imaging;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import java.util.List;

/**
 * What lies at a location.
 *
 * @param series CT series that can be read, in order of their UID
 * @param refusedSeries series that cannot be read as one stack of Hounsfield units, and why
 * @param refused files that belong to no series here, and why
 */
public record StudyListing(
        List<SeriesListing> series, List<RefusedSeries> refusedSeries, List<RefusedInstance> refused) {
    public StudyListing {
        series = List.copyOf(series);
        refusedSeries = List.copyOf(refusedSeries);
        refused = List.copyOf(refused);
    }

    /**
     * A whole series that is left out.
     *
     * @param skipped true when it is simply no CT image (a localizer, a report, another modality); false when it is CT
     *     that should have been readable
     */
    public record RefusedSeries(
            SeriesUid seriesInstanceUid, ErrorCode code, String reason, int instances, boolean skipped) {}
}
