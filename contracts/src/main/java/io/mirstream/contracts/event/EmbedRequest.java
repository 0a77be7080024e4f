package io.mirstream.contracts.event;

import io.mirstream.contracts.id.Revision;
import java.time.Instant;

/**
 * An accepted study event.
 *
 * @param type what the sender said
 * @param study the event's data, validated; the location is authorised
 * @param revision counts the accepted events of this study
 * @param eventId {@code ce_id} of the sender's event, by which a sender finds its study's status
 * @param acceptedAt when the sender's event was written
 */
public record EmbedRequest(
        StudyEventType type, StudyEvent study, Revision revision, String eventId, Instant acceptedAt) {
    public static final String CLOUD_EVENT_TYPE = "io.mirstream.embed.requested.v1";

    public EmbedRequest {
        Check.required(type, "type");
        Check.required(study, "study");
        Check.required(revision, "revision");
        Check.text(eventId, "eventId");
        Check.required(acceptedAt, "acceptedAt");
    }
}
