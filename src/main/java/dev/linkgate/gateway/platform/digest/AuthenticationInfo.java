package dev.linkgate.gateway.platform.digest;

import java.util.List;
import java.util.Optional;

/** The {@code Authentication-Info} of an answer, RFC 7616, section 3.5. */
public final class AuthenticationInfo {

    private AuthenticationInfo() {}

    /**
     * The nonce that the server asks for next.
     *
     * @param lines all values of the header
     */
    public static Optional<String> nextNonce(List<String> lines) {
        return lines.stream()
                .flatMap(line ->
                        Optional.ofNullable(HeaderScanner.parameters(line).get("nextnonce")).stream())
                .filter(nonce -> !nonce.isEmpty())
                .findFirst();
    }
}
