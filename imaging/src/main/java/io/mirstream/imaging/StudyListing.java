package io.mirstream.imaging;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.util.List;

/**
 * What lies at a location. Closing it deletes what was unpacked to read it; its series cannot be read afterwards.
 *
 * @param series CT series that can be read, in order of their UIDs
 * @param refusedSeries series that cannot be read as one stack of Hounsfield units, and why
 * @param refused single files that are left out, and why
 * @param release what closing does
 */
public record StudyListing(
        List<SeriesListing> series, List<RefusedSeries> refusedSeries, List<RefusedInstance> refused, Runnable release)
        implements AutoCloseable {
    public StudyListing {
        series = List.copyOf(series);
        refusedSeries = List.copyOf(refusedSeries);
        refused = List.copyOf(refused);
    }

    @Override
    public void close() {
        release.run();
    }

    /**
     * A whole series that is left out.
     *
     * @param skipped true when it is simply no CT image in Hounsfield units (a localizer, a report, another modality);
     *     false when it is CT that should have been readable
     */
    public record RefusedSeries(
            StudyUid studyInstanceUid,
            SeriesUid seriesInstanceUid,
            ErrorCode code,
            String reason,
            int instances,
            boolean skipped) {}
}
