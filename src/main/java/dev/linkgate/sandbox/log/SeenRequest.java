package dev.linkgate.sandbox.log;

import dev.linkgate.sandbox.authentication.ChallengeReason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that reached the simulated Atlas.
 *
 * @param number counts the requests, from 1
 * @param uri the request target as received
 * @param scheme the scheme of its {@code Authorization}, whose other parts are not kept; absent if it had none
 * @param nonceCount the digest's {@code nc}
 * @param authorized whether it was admitted
 * @param challenge why it was not admitted
 * @param headers by name, in any case; without {@code Authorization}
 */
public record SeenRequest(
        long number,
        String method,
        String uri,
        @Nullable String scheme,
        @Nullable String nonceCount,
        boolean authorized,
        @Nullable ChallengeReason challenge,
        Map<String, List<String>> headers) {}
