package io.mirstream.contracts.event;

import io.mirstream.contracts.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Who asked for what, and whether it was given: a FHIR R4 AuditEvent (hl7.org/fhir/R4/auditevent.html), of which only the
 * elements below are used. It never names a patient, and never holds the words, the image or the UIDs of a query.
 *
 * @param resourceType {@code AuditEvent}
 * @param id unique; also {@code ce_id}
 * @param type {@code rest}
 * @param subtype the kind of interaction, such as {@code search-type} or {@code read}
 * @param action {@code C}, {@code R}, {@code U}, {@code D} or {@code E}
 * @param recorded when
 * @param outcome {@code 0} given, {@code 4} refused, {@code 8} failed
 * @param outcomeDesc the code of the refusal or failure
 * @param agent who asked
 * @param source the service that was asked
 * @param entity what was asked for
 */
public record AuditEvent(
        String resourceType,
        String id,
        Coding type,
        List<Coding> subtype,
        String action,
        Instant recorded,
        String outcome,
        Optional<ErrorCode> outcomeDesc,
        List<Agent> agent,
        Source source,
        List<Entity> entity) {
    public static final String CLOUD_EVENT_TYPE = "io.mirstream.audit.recorded.v1";

    private static final String RESOURCE_TYPE = "AuditEvent";
    private static final Coding REST =
            new Coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", Optional.empty());
    private static final String INTERACTIONS = "http://hl7.org/fhir/restful-interaction";
    private static final Coding SYSTEM_OBJECT =
            new Coding("http://terminology.hl7.org/CodeSystem/audit-entity-type", "2", Optional.of("System Object"));

    /** What callers do. */
    public enum Operation {
        SEARCH("search-type", "E"),
        READ("read", "R"),
        PUBLISH("create", "C"),
        RETRACT("delete", "D"),
        ADMINISTER("operation", "U");

        private final String interaction;
        private final String action;

        Operation(String interaction, String action) {
            this.interaction = interaction;
            this.action = action;
        }
    }

    /** A word of a code system. */
    public record Coding(String system, String code, Optional<String> display) {
        public Coding {
            Check.text(system, "system");
            Check.text(code, "code");
            display = Objects.requireNonNullElse(display, Optional.empty());
        }
    }

    /** A name in words, in place of a reference to a resource. */
    public record Reference(String display) {
        public Reference {
            Check.text(display, "display");
        }
    }

    /**
     * A caller.
     *
     * @param who the name of its key or token
     * @param requestor true
     */
    public record Agent(Reference who, boolean requestor) {
        public Agent {
            Check.required(who, "who");
        }
    }

    /** A service. */
    public record Source(Reference observer) {
        public Source {
            Check.required(observer, "observer");
        }
    }

    /**
     * What was asked for.
     *
     * @param type a system object
     * @param name of the operation
     * @param detail method, collections and the like
     */
    public record Entity(Coding type, String name, List<Detail> detail) {
        public Entity {
            Check.required(type, "type");
            Check.text(name, "name");
            detail = detail == null ? List.of() : List.copyOf(detail);
        }
    }

    /** One fact. */
    public record Detail(String type, String valueString) {
        public Detail {
            Check.text(type, "type");
            Check.text(valueString, "valueString");
        }
    }

    public AuditEvent {
        Check.that(RESOURCE_TYPE.equals(resourceType), "resourceType", "must be " + RESOURCE_TYPE);
        Check.text(id, "id");
        Check.required(type, "type");
        subtype = some(subtype, "subtype");
        Check.that(action != null && action.matches("[CRUDE]"), "action", "must be C, R, U, D or E");
        Check.required(recorded, "recorded");
        Check.that(outcome != null && outcome.matches("0|4|8|12"), "outcome", "must be 0, 4, 8 or 12");
        outcomeDesc = Objects.requireNonNullElse(outcomeDesc, Optional.empty());
        agent = some(agent, "agent");
        Check.required(source, "source");
        entity = some(entity, "entity");
    }

    /**
     * @param who the caller's name
     * @param service that was asked
     * @param details of what was asked for; no patient data, no UIDs
     * @param refusal why it was not given
     */
    public static AuditEvent of(
            String id,
            Instant recorded,
            String who,
            String service,
            Operation operation,
            Map<String, String> details,
            Optional<ErrorCode> refusal) {
        List<Detail> facts = new ArrayList<>();
        details.forEach((name, value) -> {
            if (!value.isEmpty()) {
                facts.add(new Detail(name, value));
            }
        });
        return new AuditEvent(
                RESOURCE_TYPE,
                id,
                REST,
                List.of(new Coding(INTERACTIONS, operation.interaction, Optional.empty())),
                operation.action,
                recorded,
                refusal.map(AuditEvent::severity).orElse("0"),
                refusal,
                List.of(new Agent(new Reference(who), true)),
                new Source(new Reference(service)),
                List.of(new Entity(SYSTEM_OBJECT, operation.name().toLowerCase(Locale.ROOT), List.copyOf(facts))));
    }

    private static String severity(ErrorCode refusal) {
        return switch (refusal.kind()) {
            case INPUT -> "4";
            case TRANSIENT, EXTERNAL, BUG -> "8";
        };
    }

    private static <T> List<T> some(List<T> values, String name) {
        Check.that(values != null && !values.isEmpty(), name, "is required");
        return List.copyOf(values);
    }

    /** The name of who asked. */
    public String who() {
        return agent.getFirst().who().display();
    }
}
