package io.mirstream.service.access;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;

/** What a caller may do. No role includes another. */
public enum Role {
    /** Searches, and reads what is known of studies. */
    READER,
    /** Publishes and retracts studies, and asks what became of them. */
    INGEST,
    /** Changes what all see, such as the live model. */
    ADMIN,
    /** Is a service of Mirstream that asks another. */
    SERVICE;

    /** In configuration and answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws CodedException {@code ACCESS_INVALID} for a name that is no role's */
    public static Role of(String name) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new CodedException(
                        ErrorCode.ACCESS_INVALID, "unknown role: use reader, ingest, admin or service"));
    }
}
