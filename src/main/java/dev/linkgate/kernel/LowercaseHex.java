package dev.linkgate.kernel;

/**
 * The digits of Atlas's ids. Every request checks several ids, and a regular expression would cost one percent of a
 * request.
 */
public final class LowercaseHex {

    private LowercaseHex() {}

    /** Whether the text contains only such digits from the given index on. */
    public static boolean isAllOf(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
