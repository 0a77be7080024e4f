package io.mirstream.contracts.error;

import java.util.Objects;

/** A failure with a code. The message is shown to senders: it names fields and file names, never patient data. */
public class CodedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public CodedException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public CodedException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
    }

    public ErrorCode code() {
        return code;
    }

    public ErrorKind kind() {
        return code.kind();
    }
}
