package dev.linkgate.cli;

/** The exit codes of every command. */
final class ExitCode {

    static final int DONE = 0;

    /** Refused by the gateway, failed at Atlas, or the gateway could not be reached. */
    static final int FAILED = 1;

    static final int USAGE = 2;

    /** The time of {@code --wait} was up. */
    static final int TIMED_OUT = 3;

    private ExitCode() {}
}
