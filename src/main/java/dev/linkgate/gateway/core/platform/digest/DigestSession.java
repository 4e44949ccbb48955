package dev.linkgate.gateway.core.platform.digest;

import dev.linkgate.kernel.LowercaseHex;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * One nonce, the key that answers it, and its number of uses. Only one request at a time may use it.
 *
 * <p>The client's own nonce is drawn once a session, 128 random bits. So the key of the {@code -sess} algorithms,
 * which RFC 7616, section 3.4.2, binds to the session's first nonce and cnonce, is right for every count, and the key
 * is computed once.
 */
public final class DigestSession {

    /** {@code nc} has eight hex digits. */
    static final long MAX_COUNT = 0xffff_ffffL;

    private static final int CNONCE_BYTES = 16;

    private final DigestChallenge challenge;
    private final String nonce;
    private final String cnonce;
    private final String userFields;
    private final String key;
    private long count;

    public DigestSession(DigestChallenge challenge, DigestUser user) {
        this(challenge, user, LowercaseHex.random(CNONCE_BYTES));
    }

    /** Uses a given client nonce, as in the RFCs' examples. */
    DigestSession(DigestChallenge challenge, DigestUser user, String cnonce) {
        this(
                challenge,
                challenge.nonce(),
                cnonce,
                userFields(challenge, user, charset(challenge, user)),
                key(challenge, user, charset(challenge, user), cnonce));
    }

    private DigestSession(DigestChallenge challenge, String nonce, String cnonce, String userFields, String key) {
        this.challenge = challenge;
        this.nonce = nonce;
        this.cnonce = cnonce;
        this.userFields = userFields;
        this.key = key;
    }

    /**
     * The session of the next request: under the nonce that the server has handed over, or as it is if there is none. A
     * session key stays what it was: RFC 7616, section 3.4.2, makes it from the nonce of the challenge.
     *
     * @param info all values of the answer's {@code Authentication-Info}, RFC 7616, section 3.5
     */
    public DigestSession next(List<String> info) {
        return info.stream()
                .map(line -> HeaderScanner.parameters(line).getOrDefault("nextnonce", ""))
                .filter(next -> !next.isEmpty())
                .findFirst()
                .filter(next -> !next.equals(nonce))
                .map(next -> new DigestSession(challenge, next, cnonce, userFields, key))
                .orElse(this);
    }

    /** Whether it can be used no more. */
    public boolean isExhausted() {
        return count == MAX_COUNT;
    }

    /**
     * The value of {@code Authorization} for one request; every call uses up one count.
     *
     * @param uri the request target exactly as sent
     */
    public String authorize(String method, String uri) {
        if (isExhausted()) {
            throw new IllegalStateException("all counts of this nonce are used up");
        }
        count++;
        String nc = HexFormat.of().toHexDigits(count, 8);
        DigestAlgorithm algorithm = challenge.algorithm();
        String target = algorithm.hash(method + ":" + uri, StandardCharsets.ISO_8859_1);
        String response = algorithm.hash(
                key + ":" + nonce + ":" + nc + ":" + cnonce + ":auth:" + target, StandardCharsets.ISO_8859_1);
        StringBuilder header = new StringBuilder(400)
                .append("Digest ")
                .append(userFields)
                .append(", nonce=")
                .append(quoted(nonce))
                .append(", uri=")
                .append(quoted(uri));
        if (challenge.algorithmWord() != null) {
            header.append(", algorithm=").append(challenge.algorithmWord());
        }
        header.append(", qop=auth, nc=").append(nc);
        header.append(", cnonce=").append(quoted(cnonce));
        header.append(", response=").append(quoted(response));
        if (challenge.opaque() != null) {
            header.append(", opaque=").append(quoted(challenge.opaque()));
        }
        if (challenge.userhash()) {
            header.append(", userhash=true");
        }
        return header.toString();
    }

    /** A1 of RFC 7616, section 3.4.2, hashed. */
    private static String key(DigestChallenge challenge, DigestUser user, Charset charset, String cnonce) {
        DigestAlgorithm algorithm = challenge.algorithm();
        ByteArrayOutputStream identity = identity(challenge, user, charset);
        identity.write(':');
        identity.writeBytes(user.password().reveal().getBytes(charset));
        String key = algorithm.hash(identity.toByteArray());
        return algorithm.isSession()
                ? algorithm.hash(key + ":" + challenge.nonce() + ":" + cnonce, StandardCharsets.ISO_8859_1)
                : key;
    }

    private static String userFields(DigestChallenge challenge, DigestUser user, Charset charset) {
        String name;
        if (challenge.userhash()) {
            byte[] identity = identity(challenge, user, charset).toByteArray();
            name = "username=" + quoted(challenge.algorithm().hash(identity));
        } else if (isPlain(user.name())) {
            name = "username=" + quoted(user.name());
        } else {
            name = "username*=" + extended(user.name());
        }
        return name + ", realm=" + quoted(challenge.realm());
    }

    private static ByteArrayOutputStream identity(DigestChallenge challenge, DigestUser user, Charset charset) {
        ByteArrayOutputStream identity = new ByteArrayOutputStream();
        identity.writeBytes(user.name().getBytes(charset));
        identity.write(':');
        // A header field is bytes, shown as ISO 8859-1; the server hashed the same bytes in any charset.
        identity.writeBytes(challenge.realm().getBytes(StandardCharsets.ISO_8859_1));
        return identity;
    }

    /** Without {@code charset=UTF-8} RFC 7616 leaves it open; HTTP's old default is ISO 8859-1. */
    private static Charset charset(DigestChallenge challenge, DigestUser user) {
        boolean latin = StandardCharsets.ISO_8859_1
                .newEncoder()
                .canEncode(user.name() + user.password().reveal());
        return challenge.utf8() || !latin ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** The ext-value of RFC 5987. */
    private static String extended(String text) {
        StringBuilder value = new StringBuilder("UTF-8''");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean literal = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (literal || "!#$&+-.^_`|~".indexOf(c) >= 0) {
                value.append(c);
            } else {
                value.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
