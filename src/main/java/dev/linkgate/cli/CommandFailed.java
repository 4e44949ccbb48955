package dev.linkgate.cli;

import java.io.Serial;

/** Ends a command without a result. Its message is for the user. */
final class CommandFailed extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int exitCode;

    CommandFailed(String message) {
        this(message, ExitCode.FAILED);
    }

    CommandFailed(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    /** The user's text. */
    String text() {
        return String.valueOf(getMessage());
    }
}
