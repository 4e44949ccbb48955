package dev.linkgate.kernel;

import java.time.Duration;

/** What the value of a setting must be. Another one is refused with the setting's name, in one sentence. */
public final class SettingBounds {

    /** Below what 64 bits of nanoseconds can hold. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Far more than makes sense anywhere, and far below what sums and products can hold. */
    private static final int MOST = 10_000_000;

    private static final String TIME = "Set it to a time with its unit, such as 500ms, 30s, 5m or 1d, or leave it out.";

    private SettingBounds() {}

    /** @throws StartRefused unless the time is longer than zero, and at most 100 years */
    public static void requirePositive(String setting, Duration value) {
        requirePositive(setting, value, LONGEST);
    }

    /** @throws StartRefused unless the time is longer than zero, and at most the longest one */
    public static void requirePositive(String setting, Duration value, Duration longest) {
        if (!value.isPositive() || value.compareTo(longest) > 0) {
            throw new StartRefused(setting + " must be longer than zero, and at most " + text(longest) + ".", TIME);
        }
    }

    /** @throws StartRefused unless the time is zero or longer, and at most 100 years */
    public static void requireNotNegative(String setting, Duration value) {
        requireBetween(setting, value, Duration.ZERO, LONGEST);
    }

    /** @throws StartRefused if the time is shorter than the least or longer than the most */
    public static void requireBetween(String setting, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new StartRefused(setting + " must be from " + text(least) + " to " + text(most) + ".", TIME);
        }
    }

    /** @throws StartRefused if the number is below the least, or above ten millions */
    public static void requireAtLeast(String setting, long value, long least) {
        if (value < least || value > MOST) {
            throw new StartRefused(
                    setting + " must be from " + least + " to " + MOST + ".",
                    "Set it to a number of this range, or leave it out.");
        }
    }

    /** The text of a duration, in the largest unit that tells it exactly, down to seconds. */
    private static String text(Duration time) {
        long seconds = time.toSeconds();
        if (seconds % Duration.ofDays(1).toSeconds() == 0 && seconds > 0) {
            return time.toDays() + "d";
        }
        return seconds % 60 == 0 && seconds > 0 ? time.toMinutes() + "m" : seconds + "s";
    }
}
