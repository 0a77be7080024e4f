package io.mirstream.contracts.error;

/**
 * An error answer over HTTP (RFC 9457, problem+json).
 *
 * @param type a URN of the code
 * @param title the code in words
 * @param status of the answer
 * @param detail what happened; no patient data, no stack trace
 * @param code what a program decides by
 */
public record Problem(String type, String title, int status, String detail, ErrorCode code) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ErrorCode code, String detail) {
        String title = code.name().charAt(0)
                + code.name().substring(1).toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return new Problem("urn:mirstream:error:" + code, title, status(code), detail, code);
    }

    private static int status(ErrorCode code) {
        return switch (code.kind()) {
            case TRANSIENT, EXTERNAL -> 503;
            case BUG -> 500;
            case INPUT -> inputStatus(code);
        };
    }

    private static int inputStatus(ErrorCode code) {
        return switch (code) {
            case STUDY_UNKNOWN,
                    SERIES_UNKNOWN,
                    PREVIEW_UNKNOWN,
                    MODEL_UNKNOWN,
                    EVALUATION_UNKNOWN,
                    LOCATION_NOT_FOUND -> 404;
            case MODEL_INCOMPLETE, MODEL_LIVE, EVALUATIONS_DIFFER -> 409;
            case LIMIT_EXCEEDED, EVENT_TOO_LARGE -> 413;
            case UNAUTHENTICATED -> 401;
            case LOCATION_FORBIDDEN, FORBIDDEN -> 403;
            case REQUEST_TIMEOUT -> 408;
            case RATE_LIMITED -> 429;
            case STUDY_EMPTY,
                    STUDY_INCOMPLETE,
                    STUDY_UID_MISMATCH,
                    NO_CT_SERIES,
                    NOT_DICOM,
                    NOT_CT,
                    NOT_HOUNSFIELD,
                    NO_PIXEL_DATA,
                    TRUNCATED,
                    MALFORMED,
                    UNSUPPORTED_TRANSFER_SYNTAX,
                    UNSUPPORTED_PIXELS,
                    UNSUPPORTED_GEOMETRY,
                    NO_BODY -> 422;
            default -> 400;
        };
    }
}
