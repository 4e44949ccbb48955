package dev.linkgate.sandbox.authentication;

import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.http.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks API keys over HTTP Digest as Atlas does (RFC 7616 with MD5 and {@code qop=auth}), and as strictly as any
 * server might: the {@code uri} must be the request target byte for byte, and no count is accepted twice.
 */
public final class DigestGuard {

    private static final String REALM = "MMS Public API";

    private final NonceBook nonces;
    private final Map<String, String> hashedKeys = new ConcurrentHashMap<>();

    DigestGuard(NonceBook nonces) {
        this.nonces = nonces;
    }

    public void accept(String publicKey, Secret privateKey) {
        hashedKeys.put(publicKey, md5(publicKey + ":" + REALM + ":" + privateKey.reveal()));
    }

    public void revoke(String publicKey) {
        hashedKeys.remove(publicKey);
    }

    /** The value of {@code WWW-Authenticate}, with a new nonce, in exactly Atlas's form. */
    String challenge(boolean stale) {
        return "Digest realm=\"" + REALM + "\", domain=\"\", nonce=\"" + nonces.issue()
                + "\", algorithm=MD5, qop=\"auth\", stale=" + stale;
    }

    /** @param uri the request target as it was received */
    AuthDecision check(String method, String uri, String authorization) {
        DigestHeader header = DigestHeader.parse(authorization);
        if (header == null) {
            return new AuthDecision.Challenged(ChallengeReason.MALFORMED, null);
        }
        String hashedKey = hashedKeys.get(header.username());
        if (hashedKey == null || !header.realm().equals(REALM)) {
            return refused(ChallengeReason.UNKNOWN_KEY, header);
        }
        if (!header.uri().equals(uri)) {
            return refused(ChallengeReason.WRONG_URI, header);
        }
        if (!isRight(header, hashedKey, method)) {
            return refused(ChallengeReason.WRONG_RESPONSE, header);
        }
        if (header.count() == 0) {
            return refused(ChallengeReason.ZERO_COUNT, header);
        }
        return switch (nonces.use(header.nonce(), header.count())) {
            case GOOD -> new AuthDecision.Granted(new Caller(Caller.Kind.API_KEY, header.username()), header.nc());
            case UNKNOWN -> refused(ChallengeReason.UNKNOWN_NONCE, header);
            case STALE -> refused(ChallengeReason.STALE_NONCE, header);
            case REPEATED -> refused(ChallengeReason.REPEATED_COUNT, header);
            case SKIPPED -> refused(ChallengeReason.SKIPPED_COUNT, header);
        };
    }

    private static AuthDecision refused(ChallengeReason reason, DigestHeader header) {
        return new AuthDecision.Challenged(reason, header.nc());
    }

    private static boolean isRight(DigestHeader header, String hashedKey, String method) {
        String expected = md5(String.join(
                ":",
                hashedKey,
                header.nonce(),
                header.nc(),
                header.cnonce(),
                header.qop(),
                md5(method + ":" + header.uri())));
        return MessageDigest.isEqual(bytes(expected), bytes(header.response()));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
