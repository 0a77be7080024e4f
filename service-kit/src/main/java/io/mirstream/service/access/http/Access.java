package io.mirstream.service.access.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.service.access.ApiKeys;
import io.mirstream.service.access.Caller;
import io.mirstream.service.access.RateLimits;
import io.mirstream.service.access.ServiceKey;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The configuration of access, checked: a service does not start with one that leaves open who may ask. */
@Singleton
public class Access {
    private static final Logger LOG = Logger.getLogger(Access.class);

    private final boolean on;
    private final boolean tokens;
    private final ApiKeys keys;
    private final Map<String, Caller> grants = new LinkedHashMap<>();
    private final ServiceKey own;
    private final RateLimits limits;

    Access(AccessConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        on = config.enabled();
        tokens = on && config.oidc().enabled();
        ApiKeys.Builder known = new ApiKeys.Builder();
        config.keys().forEach((name, key) -> known.add(key.sha256(), caller(name, key)));
        keys = known.build();
        config.oidc().grants().forEach((value, grant) -> grants.put(value, caller(value, grant)));
        own = new ServiceKey(config.ownKey());
        limits = new RateLimits(config.rate().perSecond(), config.rate().burst(), System::nanoTime);
        requireSafe(host);
    }

    private static Caller caller(String name, AccessConfig.Grant grant) {
        return Caller.of(name, grant.roles(), grant.collections().orElse(List.of()));
    }

    private void requireSafe(String host) {
        if (on) {
            require(!keys.isEmpty() || tokens, "access is on, but there is neither a key nor OIDC: nobody could ask");
            require(
                    !tokens || !grants.isEmpty(),
                    "OIDC is on, but mirstream.access.oidc.grants is empty: no token would give a role");
            return;
        }
        require(
                isLoopback(host),
                "access is off, and quarkus.http.host is not loopback: set mirstream.access.enabled and keys, or"
                        + " listen on 127.0.0.1");
        LOG.warn("access is off: whoever reaches this machine's loopback may do everything");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new CodedException(ErrorCode.ACCESS_INVALID, rule);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new CodedException(ErrorCode.ACCESS_INVALID, "quarkus.http.host has no address", e);
        }
    }

    boolean isOn() {
        return on;
    }

    /** Whether bearer tokens of the identity provider are taken, too. */
    boolean takesTokens() {
        return tokens;
    }

    Optional<Caller> byKey(String key) {
        return keys.of(key);
    }

    /**
     * What a valid token gives.
     *
     * @param values of its roles claim; those that no grant names give nothing
     * @throws CodedException {@code FORBIDDEN} when all of it gives nothing
     */
    Caller byToken(String principal, Set<String> values) {
        return values.stream()
                .filter(grants::containsKey)
                .map(grants::get)
                .reduce((one, other) -> {
                    Set<io.mirstream.service.access.Role> roles = new java.util.HashSet<>(one.roles());
                    roles.addAll(other.roles());
                    return new Caller(one.name(), roles, one.reach().and(other.reach()));
                })
                .map(given -> new Caller("oidc:" + principal, given.roles(), given.reach()))
                .orElseThrow(() -> new CodedException(ErrorCode.FORBIDDEN, "the token gives no role here"));
    }

    @Produces
    @Singleton
    ServiceKey own() {
        return own;
    }

    @Produces
    @Singleton
    RateLimits limits() {
        return limits;
    }
}
