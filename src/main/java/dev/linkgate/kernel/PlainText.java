package dev.linkgate.kernel;

/** Texts of printable ASCII, which nearly all are: what is one needs no closer look. */
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
