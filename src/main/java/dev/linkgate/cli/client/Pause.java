package dev.linkgate.cli.client;

import java.time.Duration;

/** Lets time pass. */
public final class Pause {

    private Pause() {}

    /** @throws CommandFailed if the thread is interrupted */
    public static void of(Duration pause) {
        try {
            if (pause.isPositive()) {
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Keeps the interruption. */
    static CommandFailed interrupted() {
        Thread.currentThread().interrupt();
        return new CommandFailed("Interrupted.", ExitCode.FAILED);
    }
}
