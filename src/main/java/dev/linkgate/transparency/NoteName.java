package dev.linkgate.transparency;

/** The name of a key, as C2SP signed-note allows it. */
final class NoteName {

    private NoteName() {}

    /** @throws MalformedNote if it is empty, or contains a space, a plus or a control character */
    static String checked(String name) {
        if (!isValid(name)) {
            throw new MalformedNote("the name of a key is empty, or contains a space, a plus or a control character");
        }
        return name;
    }

    static boolean isValid(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(NoteName::isForbidden);
    }

    private static boolean isForbidden(int c) {
        return c == '+' || Character.isSpaceChar(c) || Character.isISOControl(c) || isHalf(c);
    }

    /** Half of a surrogate pair, which has no UTF-8. */
    private static boolean isHalf(int c) {
        return Character.getType(c) == Character.SURROGATE;
    }
}
