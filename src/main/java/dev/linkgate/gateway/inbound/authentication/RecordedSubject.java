package dev.linkgate.gateway.inbound.authentication;

/**
 * Decides which subjects of JWTs and certificates may be recorded. A record must look the same to all readers, so a
 * subject must not contain characters that change how a text looks.
 */
public final class RecordedSubject {

    /** OpenID Connect Core 1.0, section 2. */
    private static final int MAX_LENGTH = 255;

    private RecordedSubject() {}

    /** Whether a subject has at most {@value #MAX_LENGTH} characters, all of them visible. */
    public static boolean isFit(String subject) {
        return subject.length() <= MAX_LENGTH && subject.codePoints().allMatch(RecordedSubject::isVisible);
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
