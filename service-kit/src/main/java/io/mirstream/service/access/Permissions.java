package io.mirstream.service.access;

import io.mirstream.contracts.event.AuditEvent.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What each request needs: a table for all services. What is not in it is for administrators alone. */
public final class Permissions {
    private static final Set<String> READ = Set.of("GET", "HEAD");
    private static final Set<String> ASK = Set.of("GET", "HEAD", "POST");

    private static final List<Rule> RULES = List.of(
            open("/((page/)?[A-Za-z0-9-]+\\.(html|js|css|svg|png|ico))?"), // the page
            open("/q/(health(/[a-z]+)?|metrics|openapi)"),
            open("/q/swagger-ui(/[A-Za-z0-9.-]*)?"),
            new Rule(READ, "/v1/access", new Needs(Door.KNOWN_OR_NOT, Set.of(), Optional.empty())),
            rule(ASK, "/v1/search(/.+)?", Operation.SEARCH, Role.READER),
            rule(READ, "/v1/collections", Operation.READ, Role.READER, Role.INGEST),
            rule(READ, "/v1/facets", Operation.READ, Role.READER),
            rule(READ, "/v1/studies(/[^/]+)?", Operation.READ, Role.READER, Role.INGEST),
            rule(READ, "/v1/ingestion/events", Operation.READ, Role.READER, Role.INGEST),
            rule(READ, "/v1/(studies|series|previews)/.+", Operation.READ, Role.READER),
            rule(Set.of("POST"), "/v1/studies", Operation.PUBLISH, Role.INGEST),
            rule(Set.of("DELETE"), "/v1/studies/[^/]+", Operation.RETRACT, Role.INGEST),
            new Rule(
                    READ,
                    "/v1/models?(/.+)?",
                    new Needs(Door.ROLE, Set.of(Role.READER, Role.ADMIN, Role.SERVICE), Optional.empty())),
            new Rule(READ, "/v1/evaluations(/.+)?", new Needs(Door.ROLE, Set.of(Role.READER), Optional.empty())),
            new Rule(Set.of("POST"), "/v1/embed", new Needs(Door.ROLE, Set.of(Role.SERVICE), Optional.empty())));

    private static final Needs ADMINISTRATOR =
            new Needs(Door.ROLE, Set.of(Role.ADMIN), Optional.of(Operation.ADMINISTER));

    private Permissions() {}

    /** How it is looked at who asks. */
    public enum Door {
        /** Not at all. */
        OPEN,
        /** A key or token must be right, but none is needed. */
        KNOWN_OR_NOT,
        /** One with a role. */
        ROLE
    }

    /**
     * What a request needs.
     *
     * @param anyOf one of these roles
     * @param audited as what, if at all
     */
    public record Needs(Door door, Set<Role> anyOf, Optional<Operation> audited) {
        public Needs {
            anyOf = Set.copyOf(anyOf);
        }
    }

    private record Rule(Set<String> methods, Pattern path, Needs needs) {
        Rule(Set<String> methods, String path, Needs needs) {
            this(methods, Pattern.compile(path), needs);
        }
    }

    private static Rule open(String path) {
        return new Rule(READ, path, new Needs(Door.OPEN, Set.of(), Optional.empty()));
    }

    private static Rule rule(Set<String> methods, String path, Operation operation, Role first, Role... others) {
        return new Rule(methods, path, new Needs(Door.ROLE, EnumSet.of(first, others), Optional.of(operation)));
    }

    /** @param path decoded and normalised, as it is matched with resources */
    public static Needs of(String method, String path) {
        return RULES.stream()
                .filter(rule -> rule.methods().contains(method)
                        && path.indexOf(';') < 0 // else /v1/x;/../search might be matched otherwise than here
                        && rule.path().matcher(path).matches())
                .findFirst()
                .map(Rule::needs)
                .orElse(ADMINISTRATOR);
    }
}
