package dev.linkgate.cli.restore;

import java.io.Serial;

/** The backup was not put back, and nothing was changed, or the message says what. It is for the user. */
public final class RestoreFailed extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final boolean broken;

    private RestoreFailed(String message, boolean broken) {
        super(message);
        this.broken = broken;
    }

    /** The backup is not good, or a step failed. */
    static RestoreFailed broken(String message) {
        return new RestoreFailed(message, true);
    }

    /** The backup cannot be read, or this is not the moment. */
    static RestoreFailed refused(String message) {
        return new RestoreFailed(message, false);
    }

    /** Whether something is wrong with the backup or the files, and not with how the command was called. */
    public boolean isBroken() {
        return broken;
    }
}
