package dev.linkgate.cli.client;

/** The exit codes of every command. */
public final class ExitCode {

    public static final int DONE = 0;

    /** Refused by the gateway, or failed at Atlas. */
    public static final int FAILED = 1;

    public static final int USAGE = 2;

    /** The time of {@code --wait} was up. */
    public static final int TIMED_OUT = 3;

    /** No gateway answered. */
    public static final int NO_ANSWER = 4;

    /** The caller is not known, or has not the role. */
    static final int NOT_ALLOWED = 5;

    static final int NOT_FOUND = 6;

    /** The state of Atlas or of the gateway does not allow it. */
    static final int CONFLICT = 7;

    private ExitCode() {}

    /** @param status of a refusal */
    static int of(int status) {
        return switch (status) {
            case 401, 403 -> NOT_ALLOWED;
            case 404 -> NOT_FOUND;
            case 409 -> CONFLICT;
            default -> FAILED;
        };
    }
}
