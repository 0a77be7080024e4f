package io.mirstream.contracts.event;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;

/** What happened to a study; the {@code ce_type} of an event on {@code mirstream.studies}. */
public enum StudyEventType {
    /** A study can be read at its location. */
    ARRIVED("io.mirstream.study.arrived.v1"),
    /** The same study now has more or other instances. */
    AMENDED("io.mirstream.study.amended.v1"),
    /** The study must no longer be found: its vectors go. */
    RETRACTED("io.mirstream.study.retracted.v1");

    private final String cloudEventType;

    StudyEventType(String cloudEventType) {
        this.cloudEventType = cloudEventType;
    }

    public String cloudEventType() {
        return cloudEventType;
    }

    /** @throws CodedException {@code EVENT_TYPE_UNKNOWN} */
    public static StudyEventType of(String cloudEventType) {
        for (StudyEventType type : values()) {
            if (type.cloudEventType.equals(cloudEventType)) {
                return type;
            }
        }
        throw new CodedException(
                ErrorCode.EVENT_TYPE_UNKNOWN, "ce_type is none of io.mirstream.study.{arrived,amended,retracted}.v1");
    }
}
