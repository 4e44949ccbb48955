package dev.linkgate.gateway.core.inbound.edge;

import java.util.Collection;

/** Which other servers the gateway's pages ask, for the policy of their content. */
public interface AskedOrigins {

    /** Scheme, host and port of each. */
    Collection<String> origins();
}
