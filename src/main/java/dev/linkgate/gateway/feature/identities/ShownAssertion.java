package dev.linkgate.gateway.feature.identities;

import dev.linkgate.gateway.core.inbound.authentication.ShownCredential;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;

/** A JWT that a client wants an access token for (RFC 7523, section 2.2). */
public record ShownAssertion(Secret token, HttpServletRequest request) implements ShownCredential {}
