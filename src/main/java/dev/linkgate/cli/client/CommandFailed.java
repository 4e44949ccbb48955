package dev.linkgate.cli.client;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends a command that does not do what it was asked for. Its message is for the user. */
public final class CommandFailed extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final transient @Nullable Answer last;

    public CommandFailed(String message, int exitCode) {
        this(message, exitCode, null);
    }

    /** @param last the refusal, or the last state of what the command is about; absent if there is none */
    public CommandFailed(String message, int exitCode, @Nullable Answer last) {
        super(message);
        this.exitCode = exitCode;
        this.last = last;
    }

    /** @param refusal a problem of the gateway */
    public static CommandFailed refused(Answer refusal) {
        return new CommandFailed(ProblemText.of(refusal.json()), ExitCode.of(refusal.status()), refusal);
    }

    public int exitCode() {
        return exitCode;
    }

    @Nullable
    public Answer last() {
        return last;
    }

    /** The user's text. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
