package io.mirstream.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.regex.Pattern;

/** A pseudonym that the sender chose for a patient; never a name or a record number. */
public record PatientKey(@JsonValue String value) {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PatientKey {
        if (value == null || !KEY.matcher(value).matches()) {
            throw new CodedException(ErrorCode.EVENT_INVALID, "patientKey must match " + KEY.pattern());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
