package dev.linkgate.kernel;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a request in logs, answers and audit records. */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    /** Long enough for common generators, short enough for a log line, and without characters that could break one. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    private static final int TIME_DIGITS = 12;

    private RequestId() {}

    /** Whether a request can have this id. */
    public static boolean matches(String text) {
        return SANE.matcher(text).matches();
    }

    /** The caller's id if it sent a sane one, otherwise a new one. */
    public static String of(@Nullable String sent) {
        return sent != null && matches(sent) ? sent : create();
    }

    /**
     * 32 hex digits: 12 of the time in milliseconds, and 20 at random. Ids are not secrets, so they need to be different
     * and not unguessable. In the order of time they are cheap to add to an index.
     */
    public static String create() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(System.currentTimeMillis(), TIME_DIGITS)
                + hex.toHexDigits(random.nextLong())
                + hex.toHexDigits((short) random.nextInt());
    }
}
