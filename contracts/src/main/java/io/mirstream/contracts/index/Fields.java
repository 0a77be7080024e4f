package io.mirstream.contracts.index;

import io.mirstream.contracts.event.Pooling;

/** Field names of {@link Index#SERIES}, {@link Index#SLICES}, {@link Index#STATUS} and {@link Index#PREVIEWS}. */
public final class Fields {
    public static final String STUDY = "studyInstanceUid";
    public static final String SERIES = "seriesInstanceUid";
    public static final String COLLECTION = "collection";
    public static final String PATIENT = "patientKey";
    public static final String MODALITY = "modality";
    public static final String BODY_PART = "bodyPart";
    public static final String STUDY_DATE = "studyDate";
    /** Keywords of the form {@code name=value}. */
    public static final String LABELS = "labels";

    public static final String REVISION = "revision";
    public static final String MODEL = "model";

    /** Series only. */
    public static final String SLICES = "slices";

    public static final String ROWS = "rows";
    public static final String COLUMNS = "columns";
    public static final String SPACING_MM = "spacingMm";
    public static final String ORIENTATION = "orientation";
    public static final String FINDINGS = "findings";
    public static final String EVENT_ID = "eventId";
    public static final String INDEXED_AT = "indexedAt";
    /** The report, for BM25. */
    public static final String REPORT_TEXT = "reportText";
    /** The report's text vector. */
    public static final String REPORT_VECTOR = "reportVector";

    /** Positions of the slices that have vectors, mm, foot to head; kept, not searched. */
    public static final String SLICE_POSITIONS_MM = "slicePositionsMm";
    /** All of the series' slice vectors as a {@link VectorBlock}; stored beside the document, not searched. */
    public static final String SLICE_VECTORS = "sliceVectors";

    /** Slices only: 0 for the one nearest to the feet. */
    public static final String SLICE_INDEX = "sliceIndex";

    public static final String POSITION_MM = "positionMm";
    /** A slice's vector. */
    public static final String SLICE_VECTOR = "vector";

    /** Of {@link Index#STATUS} only: the study's status as on its topic. */
    public static final String STATUS = "status";

    /** Of {@link Index#PREVIEWS} only: the image's name, {@link #CORONAL} or that of a {@link #slice}. */
    public static final String IMAGE = "image";

    /** A name of an image. */
    public static final String CORONAL = "coronal";

    public static final String WIDTH = "width";
    public static final String HEIGHT = "height";
    /** Edge of a square pixel. */
    public static final String PIXEL_MM = "pixelMm";
    /** The file; stored beside the document. */
    public static final String PNG = "png";

    private Fields() {}

    /** A series' pooled vector: {@code vectorAvg}, {@code vectorMax}, {@code vectorMedian}, {@code vectorStd}. */
    public static String pooledVector(Pooling pooling) {
        String name = pooling.wireName();
        return "vector" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** Name of a slice's image: {@code slice-17}. */
    public static String slice(int index) {
        return "slice-" + index;
    }

    public static String label(String name, String value) {
        return name + "=" + value;
    }
}
