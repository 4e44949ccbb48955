package dev.linkgate.gateway.core.platform.request;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a request in logs, answers and audit records. */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    /**
     * Long enough for common generators, short enough for a log line, and without characters that could break one. No
     * key is one, because it would be kept.
     */
    private static final Pattern SANE = Pattern.compile("(?!.*lg[kat]_)[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    private RequestId() {}

    /** Whether a request can have this id. */
    public static boolean matches(String text) {
        return SANE.matcher(text).matches();
    }

    /** The caller's id if it sent a sane one, otherwise a new one. */
    public static String of(@Nullable String sent) {
        return sent != null && matches(sent) ? sent : create();
    }

    /** Ids are not secrets: they need to be different, not unguessable. */
    static String create() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
