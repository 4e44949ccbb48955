package dev.linkgate.kernel;

/** Detects texts of printable ASCII. Nearly all texts are plain and need no further checks. */
public final class PlainText {

    private PlainText() {}

    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
