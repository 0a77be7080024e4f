package io.mirstream.contracts.error;

import static io.mirstream.contracts.error.ErrorKind.BUG;
import static io.mirstream.contracts.error.ErrorKind.EXTERNAL;
import static io.mirstream.contracts.error.ErrorKind.INPUT;
import static io.mirstream.contracts.error.ErrorKind.TRANSIENT;

/**
 * The reason of a refusal or failure. The name is public: a metric label, a field of the study status, a dead-letter
 * header and the {@code code} of a problem+json answer.
 */
public enum ErrorCode {
    /** The record carries no CloudEvents 1.0 envelope (binary mode). */
    EVENT_NOT_CLOUDEVENT(INPUT),
    /** The {@code ce_type} is none that the topic takes. */
    EVENT_TYPE_UNKNOWN(INPUT),
    /** The event data is not readable JSON, or has fields that the schema does not know. */
    EVENT_MALFORMED(INPUT),
    /** The event data is JSON, but a field is missing or has a value that is not allowed. */
    EVENT_INVALID(INPUT),
    /** The record key is not the StudyInstanceUID of the event: order per study would not be kept. */
    EVENT_KEY_MISMATCH(INPUT),
    /** The event is larger than a study event may be. */
    EVENT_TOO_LARGE(INPUT),
    /** Retracted, but no such study was ever accepted. */
    STUDY_UNKNOWN(INPUT),

    /** The location's scheme is none that is configured. */
    LOCATION_SCHEME_UNSUPPORTED(INPUT),
    /** The location lies outside the configured roots and hosts, or leads out of them by a link. */
    LOCATION_FORBIDDEN(INPUT),
    /** Nothing is at the location. */
    LOCATION_NOT_FOUND(INPUT),
    /** The location is there, but reading it failed. */
    LOCATION_UNREADABLE(TRANSIENT),

    /** There is no file at the location, or none that could be an image. */
    STUDY_EMPTY(INPUT),
    /** Fewer instances at the location than the event said to expect. */
    STUDY_INCOMPLETE(INPUT),
    /** The instances belong to another study than the event says. */
    STUDY_UID_MISMATCH(INPUT),
    /** The study has readable instances, but no CT image series. */
    NO_CT_SERIES(INPUT),
    /** Neither DICOM nor NIfTI. */
    NOT_DICOM(INPUT),
    /** A DICOM object of another kind than CT image storage, or a localizer. */
    NOT_CT(INPUT),
    /** CT values that are not Hounsfield units, such as a perfusion map. */
    NOT_HOUNSFIELD(INPUT),
    /** A DICOM object with no pixel data. */
    NO_PIXEL_DATA(INPUT),
    /** The file ends before its declared content does. */
    TRUNCATED(INPUT),
    /** The file breaks its format's rules. */
    MALFORMED(INPUT),
    /** A transfer syntax that this reader does not decode. */
    UNSUPPORTED_TRANSFER_SYNTAX(INPUT),
    /** Pixels of a layout that this reader does not take, such as colour or a NIfTI volume with a time axis. */
    UNSUPPORTED_PIXELS(INPUT),
    /** Slices that do not form one stack: mixed sizes or orientations, no positions, overlapping acquisitions. */
    UNSUPPORTED_GEOMETRY(INPUT),
    /** A configured limit of bytes, files, pixels or slices was passed. */
    LIMIT_EXCEEDED(INPUT),
    /** No slice shows enough of a body to be embedded. */
    NO_BODY(INPUT),

    /** A query is missing a field, or a field has a value that is not allowed. */
    QUERY_INVALID(INPUT),
    /** The query's series is not in the index. */
    SERIES_UNKNOWN(INPUT),
    /** There are no previews of the series, or not this one. */
    PREVIEW_UNKNOWN(INPUT),
    /** The live model cannot answer this kind of query. */
    QUERY_UNSUPPORTED(INPUT),

    /** No index is of this model. */
    MODEL_UNKNOWN(INPUT),
    /** The model's index does not hold all that the live one holds. */
    MODEL_INCOMPLETE(INPUT),
    /** The model is the live one, which searches need. */
    MODEL_LIVE(INPUT),

    /** No evaluation of this id is known here. */
    EVALUATION_UNKNOWN(INPUT),
    /** Two evaluations that are to be compared are of other labels, galleries or queries. */
    EVALUATIONS_DIFFER(INPUT),

    /** Nobody that is known asks: no key or token, or a wrong one. */
    UNAUTHENTICATED(INPUT),
    /** The caller is known, and may not do this or see that. */
    FORBIDDEN(INPUT),
    /** The caller asks more often than it may. */
    RATE_LIMITED(INPUT),
    /** A request's body did not come in time. */
    REQUEST_TIMEOUT(INPUT),

    /** As many requests as allowed are being answered, and as many wait. */
    SERVICE_BUSY(TRANSIENT),
    /** The embed-service did not answer in time. */
    EMBED_UNAVAILABLE(TRANSIENT),
    /** The search index is there but rejects load. */
    INDEX_BUSY(TRANSIENT),

    /** The broker cannot be reached. */
    BROKER_UNAVAILABLE(EXTERNAL),
    /** Who asks cannot be established: the identity provider does not answer. */
    IDENTITY_UNAVAILABLE(EXTERNAL),
    /** The configuration of access leaves open who may ask. */
    ACCESS_INVALID(EXTERNAL),
    /** The search index cannot be reached, or refuses our credentials. */
    INDEX_UNAVAILABLE(EXTERNAL),
    /** The index has other mappings than this version writes. */
    INDEX_MAPPING_MISMATCH(EXTERNAL),
    /** Vectors of another model than the index holds. */
    MODEL_MISMATCH(EXTERNAL),
    /** The model's folder is incomplete, altered, or contradicts its manifest. */
    MODEL_INVALID(EXTERNAL),
    /** A requested accelerator is absent, and the configuration does not allow the CPU. */
    ACCELERATOR_UNAVAILABLE(EXTERNAL),
    /** The configured reader of images is not on the class path. */
    READER_UNAVAILABLE(EXTERNAL),

    /** A defect of Mirstream. */
    INTERNAL(BUG);

    private final ErrorKind kind;

    ErrorCode(ErrorKind kind) {
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }
}
