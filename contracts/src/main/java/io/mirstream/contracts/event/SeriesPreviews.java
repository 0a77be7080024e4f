package io.mirstream.contracts.event;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.util.List;

/**
 * Small images of one series, the same whatever the model.
 *
 * @param eventId {@code ce_id} of the sender's event
 * @param slices axial, foot to head, evenly spaced, all of one size; columns run to the patient's left, rows to the back
 * @param coronal the whole stack from the front: the head is up, and the patient's right is on the left
 */
public record SeriesPreviews(
        StudyUid studyInstanceUid,
        SeriesUid seriesInstanceUid,
        CollectionName collection,
        Revision revision,
        String eventId,
        SeriesSummary summary,
        List<SlicePreview> slices,
        PreviewImage coronal) {
    public static final String CLOUD_EVENT_TYPE = "io.mirstream.series.previewed.v1";

    public static final int MAX_SLICES = 32;

    /** Of all images: 6.7 MB as base64, and one record must fit {@code max.message.bytes}. */
    public static final int MAX_BYTES = 5 << 20;

    /**
     * One slice.
     *
     * @param index among all slices of the series, 0 for the one nearest to the feet
     * @param positionMm along the slice axis, in patient coordinates
     */
    public record SlicePreview(int index, double positionMm, PreviewImage image) {
        public SlicePreview {
            Check.that(index >= 0, "slices.index", "must be 0 or more");
            Check.that(Double.isFinite(positionMm), "slices.positionMm", "must be finite");
            Check.required(image, "slices.image");
        }
    }

    public SeriesPreviews {
        Check.required(studyInstanceUid, "studyInstanceUid");
        Check.required(seriesInstanceUid, "seriesInstanceUid");
        Check.required(collection, "collection");
        Check.required(revision, "revision");
        Check.text(eventId, "eventId");
        Check.required(summary, "summary");
        slices = List.copyOf(Check.required(slices, "slices"));
        Check.that(
                !slices.isEmpty() && slices.size() <= MAX_SLICES,
                "slices",
                "must have 1 to " + MAX_SLICES + " entries");
        Check.required(coronal, "coronal");

        PreviewImage first = slices.getFirst().image();
        int bytes = coronal.png().length();
        int before = -1;
        for (SlicePreview slice : slices) {
            Check.that(slice.index() > before, "slices", "must be in order of their index");
            boolean alike =
                    slice.image().width() == first.width() && slice.image().height() == first.height();
            Check.that(alike, "slices", "must be of one size");
            before = slice.index();
            bytes += slice.image().png().length();
        }
        Check.that(bytes <= MAX_BYTES, "slices, coronal", "must have at most " + MAX_BYTES + " bytes");
    }
}
