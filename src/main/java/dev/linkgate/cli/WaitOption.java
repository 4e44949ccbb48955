package dev.linkgate.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of every command that may wait. */
final class WaitOption {

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = Time.class,
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

    /** Reads a time such as {@code 1h30m}. */
    static final class Time implements ITypeConverter<Duration> {

        private static final Duration MAX = Duration.ofDays(7);

        @Override
        public Duration convert(String text) {
            Duration time = parsed(text);
            if (!time.isPositive() || time.compareTo(MAX) > 0) {
                throw new TypeConversionException("must be more than 0s and at most 168h");
            }
            return time;
        }

        private static Duration parsed(String text) {
            try {
                return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text + "' is not a time such as 90s, 15m or 1h30m");
            }
        }
    }
}
