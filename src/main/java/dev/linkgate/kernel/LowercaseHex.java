package dev.linkgate.kernel;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The digits of Atlas's ids, and of ours. */
public final class LowercaseHex {

    private static final SecureRandom RANDOM = new SecureRandom();

    private LowercaseHex() {}

    /**
     * Whether the text contains only such digits from the given index on. Every request checks several ids, and a
     * regular expression would cost one percent of a request.
     */
    public static boolean isAllOf(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    /** Random bytes, which cannot be guessed, as two digits each. */
    public static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
