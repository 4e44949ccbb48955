package dev.linkgate.sandbox.authentication;

import dev.linkgate.sandbox.http.Caller;
import dev.linkgate.sandbox.http.Reply;
import java.time.InstantSource;
import java.util.Map;

/** Admits a request by its authentication scheme, or challenges it. */
public final class Gate {

    /**
     * Atlas's 401 with and without credentials. Unlike its other errors it is indented, which gives the 142 bytes that
     * were recorded.
     */
    private static final String BODY = """
            {
              "error" : 401,
              "reason" : "Unauthorized",
              "detail" : "You are not authorized for this resource.",
              "errorCode" : "UNEXPECTED_ERROR"
            }""";

    private static final String BEARER = "Bearer ";

    private final boolean digestTaken;
    private final boolean tokensTaken;
    private final NonceBook nonces;
    private final DigestGuard digest;
    private final TokenGuard tokens;

    public Gate(SandboxAccess access, InstantSource clock) {
        this.digestTaken = access.digest();
        this.tokensTaken = access.tokens();
        this.nonces = new NonceBook(clock, access.nonceLifetime(), access.countRule());
        this.digest = new DigestGuard(nonces);
        this.tokens = new TokenGuard(clock, access.tokenLifetime());
        access.keys().forEach(digest::accept);
        access.serviceAccounts().forEach(tokens::accept);
    }

    public NonceBook nonces() {
        return nonces;
    }

    public DigestGuard digest() {
        return digest;
    }

    public TokenGuard tokens() {
        return tokens;
    }

    /** @param authorization empty if the request has none */
    public AuthDecision check(String method, String uri, String authorization) {
        if (!digestTaken && !tokensTaken) {
            return new AuthDecision.Granted(Caller.ANYONE, null);
        }
        if (authorization.isEmpty()) {
            return new AuthDecision.Challenged(ChallengeReason.NO_CREDENTIALS, null);
        }
        if (tokensTaken && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return tokens.check(authorization.substring(BEARER.length()).strip());
        }
        return digestTaken
                ? digest.check(method, uri, authorization)
                : new AuthDecision.Challenged(ChallengeReason.MALFORMED, null);
    }

    /** Atlas's answer to a bad token is not published; this follows RFC 6750, section 3. */
    public Reply challenge(ChallengeReason reason) {
        String value = reason == ChallengeReason.BAD_TOKEN || !digestTaken
                ? "Bearer error=\"invalid_token\""
                : digest.challenge(reason == ChallengeReason.STALE_NONCE);
        return Reply.of(401, "application/json", BODY).with(Map.of("WWW-Authenticate", value));
    }
}
