package io.mirstream.embed.dicomweb;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.location.DicomwebRoot;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Looks at where a host's name leads before it is connected to: an allowed name must not lead to this machine or to a
 * cloud's metadata service. Private networks are where archives stand, and are allowed.
 */
final class HostAddresses {
    /** An IPv4 address in four parts, a bracketed IPv6 address, or the name that stands for this machine. */
    private static final Pattern EXPLICIT = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[.*]|localhost");

    /** From a name to addresses. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Resolver resolver;

    HostAddresses(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * @throws UnknownHostException which may pass
     * @throws CodedException {@code LOCATION_FORBIDDEN}
     */
    void check(DicomwebRoot root) throws UnknownHostException {
        String host = root.url().getHost();
        boolean explicit = EXPLICIT.matcher(host).matches();
        for (InetAddress address : resolver.resolve(host)) {
            boolean loopback = address.isLoopbackAddress() && !explicit;
            if (loopback
                    || address.isLinkLocalAddress()
                    || address.isAnyLocalAddress()
                    || address.isMulticastAddress()) {
                throw new CodedException(
                        ErrorCode.LOCATION_FORBIDDEN,
                        "the DICOMweb service's name leads to an address that is not allowed");
            }
        }
    }
}
