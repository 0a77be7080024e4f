package io.mirstream.standalone.home;

/** Something that the user must know and can act on; the message is all that is shown. */
public class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Failure(String message) {
        super(message);
    }

    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
