package dev.linkgate.kernel;

/** The digits of Atlas's ids. Every request asks several times, and a regular expression would cost a percent of it. */
final class LowercaseHex {

    private LowercaseHex() {}

    /** Whether the text has nothing else from the given index on. */
    static boolean isAllOf(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
