package dev.linkgate.api;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a request in logs, answers and audit records. */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    /** Long enough for any common generator, short enough for a log line, and nothing that could break one. */
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    private RequestId() {}

    /** The caller's, if it sent a sane one, else a new one. */
    static String of(@Nullable String sent) {
        return sent != null && SANE.matcher(sent).matches() ? sent : create();
    }

    /** Names, not secrets: they need to differ, not to be unguessable. */
    static String create() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
