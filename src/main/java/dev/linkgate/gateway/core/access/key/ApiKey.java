package dev.linkgate.gateway.core.access.key;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * The key of a team or of an administrator in its written form.
 *
 * <pre>
 * key      = prefix id "_" secret checksum
 * prefix   = "lgk_" | "lga_"; of a team's key, of an administrator's
 * id       = 12 * base62    ; names the key, not a secret
 * secret   = 43 * base62    ; 256 random bits
 * checksum =  6 * base62    ; CRC-32 of all characters before it
 * </pre>
 *
 * The checksum distinguishes a mistyped key from an unknown one without a query, and lets scanners for leaked keys
 * recognise keys with certainty. It does not protect anything, because CRC-32 is not authentication.
 *
 * @param owner whose keys have its prefix
 * @param id the key's public name
 * @param hash SHA-256 of the whole key in hex; needs neither salt nor stretching because of the 256 random bits
 */
public record ApiKey(Principal.Kind owner, String id, String hash) {

    public static final String ID_PATTERN = "[0-9A-Za-z]{12}";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 12;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int PREFIX_LENGTH = 4;
    private static final int ID_END = PREFIX_LENGTH + ID_LENGTH;
    private static final int BODY_LENGTH = ID_END + 1 + SECRET_LENGTH;

    /** A new key for a principal of this kind, to be shown once. */
    public static Secret generate(Principal.Kind owner, SecureRandom random) {
        String body = owner.prefix() + digits(random, ID_LENGTH) + "_" + digits(random, SECRET_LENGTH);
        return Secret.of(body + checksum(body));
    }

    /** @throws MistypedException if the text has another prefix or length, or its checksum is wrong */
    public static ApiKey parse(Secret key) throws MistypedException {
        String text = key.reveal();
        if (text.length() != BODY_LENGTH + CHECKSUM_LENGTH
                || !checksum(text.substring(0, BODY_LENGTH)).equals(text.substring(BODY_LENGTH))) {
            throw new MistypedException();
        }
        for (Principal.Kind owner : Principal.Kind.values()) {
            if (owner.looksLike(text)) {
                return new ApiKey(owner, text.substring(PREFIX_LENGTH, ID_END), sha256(text));
            }
        }
        throw new MistypedException();
    }

    /** Whether this is the stored key. Compares in constant time. */
    boolean is(StoredKey stored) {
        return owner == stored.owner().kind()
                && MessageDigest.isEqual(
                        hash.getBytes(StandardCharsets.US_ASCII), stored.hash().getBytes(StandardCharsets.US_ASCII));
    }

    /** The token does not have the form of a key, or its checksum does not match. */
    public static final class MistypedException extends Exception {
        private static final long serialVersionUID = 1L;

        MistypedException() {
            super("the key is mistyped", null, false, false);
        }
    }

    private static String digits(SecureRandom random, int length) {
        StringBuilder digits = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            digits.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return digits.toString();
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM_LENGTH];
        for (int i = digits.length - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.digest().digest(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
