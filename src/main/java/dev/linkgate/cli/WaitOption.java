package dev.linkgate.cli;

import dev.linkgate.cli.client.Deadline;
import dev.linkgate.cli.client.Time;
import java.time.Duration;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of every command that may wait. */
final class WaitOption {

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Wait.class,
            description = "Wait until it has settled, this long at most: 90s, 15m, 1h30m."
                    + " Requests that are refused for a while are sent again within this time.")
    private Duration wait = Duration.ZERO;

    /** The wait begins now. */
    Deadline begin() {
        return new Deadline(wait);
    }

    /** The wait begins now, with a default. */
    Deadline beginOr(Duration otherwise) {
        return new Deadline(wait.isZero() ? otherwise : wait);
    }

    /** Reads a time that a wait can have. */
    static final class Wait extends Time {

        private static final Duration MAX = Duration.ofDays(7);

        @Override
        public Duration convert(String text) {
            Duration time = super.convert(text);
            if (!time.isPositive() || time.compareTo(MAX) > 0) {
                throw new TypeConversionException("must be more than 0s and at most 168h");
            }
            return time;
        }
    }
}
