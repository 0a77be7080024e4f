package io.mirstream.service.access;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who asks.
 *
 * @param name of its key; or {@code oidc:} and the name in its token
 * @param roles what it may do
 * @param reach what it may see
 */
public record Caller(String name, Set<Role> roles, Reach reach) {
    /** Whoever asks while access is off. */
    public static final Caller ANYBODY = new Caller("anybody", EnumSet.allOf(Role.class), Reach.EVERYTHING);

    public Caller {
        roles = Set.copyOf(roles);
    }

    /**
     * As configured.
     *
     * @param collections {@code *} for all
     * @throws CodedException {@code ACCESS_INVALID} for an unknown role, and for one that cannot be had like this
     */
    public static Caller of(String name, List<String> roles, List<String> collections) {
        Set<Role> known = EnumSet.noneOf(Role.class);
        roles.forEach(role -> known.add(Role.of(role)));
        if (known.isEmpty()) {
            throw new CodedException(ErrorCode.ACCESS_INVALID, name + " has no role");
        }
        Reach reach = Reach.of(collections);
        if ((known.contains(Role.READER) || known.contains(Role.INGEST)) && reach.equals(Reach.NOTHING)) {
            throw new CodedException(
                    ErrorCode.ACCESS_INVALID, name + " has no collections: name some, or * for all of them");
        }
        return new Caller(name, known, reach);
    }

    public boolean hasAnyOf(Set<Role> wanted) {
        return wanted.stream().anyMatch(roles::contains);
    }
}
