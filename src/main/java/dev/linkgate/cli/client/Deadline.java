package dev.linkgate.cli.client;

import java.time.Duration;
import java.util.Locale;

/** The end of a command's wait. Without a wait it has passed from the beginning. */
public final class Deadline {

    /** How long the gateway holds an answer at most, unless its settings say otherwise. */
    private static final Duration MAX_HOLD = Duration.ofSeconds(60);

    /** The deadline of a command that does not wait. */
    public static final Deadline NONE = new Deadline(Duration.ZERO);

    private final Duration wait;
    private final long began = System.nanoTime();

    /** @param wait from now on; zero for none */
    public Deadline(Duration wait) {
        this.wait = wait;
    }

    /** Whether the command waits at all. */
    public boolean isGiven() {
        return wait.isPositive();
    }

    public boolean isOver() {
        return !remaining().isPositive();
    }

    /** How long the gateway may hold the next answer, in seconds. */
    public long holdSeconds() {
        Duration hold = remaining().compareTo(MAX_HOLD) < 0 ? remaining() : MAX_HOLD;
        return hold.isPositive() ? hold.plusMillis(999).toSeconds() : 0;
    }

    /** Pauses, but not beyond the end. */
    public void pause(Duration pause) {
        Duration longest = remaining();
        Pause.of(pause.compareTo(longest) < 0 ? pause : longest);
    }

    private Duration remaining() {
        return wait.minusNanos(System.nanoTime() - began);
    }

    /** How long it is in all, as an option {@code --wait}. */
    @Override
    public String toString() {
        return wait.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
