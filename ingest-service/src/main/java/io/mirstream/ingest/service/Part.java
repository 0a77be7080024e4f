package io.mirstream.ingest.service;

import io.mirstream.contracts.error.ErrorCode;
import java.util.Optional;

/** Something of the service that runs by itself. */
interface Part extends AutoCloseable {
    String name();

    /** Whether records move, as far as it is up to us. */
    boolean isReady();

    /** Why they do not. */
    Optional<ErrorCode> trouble();

    @Override
    void close();
}
