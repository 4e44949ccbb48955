package dev.linkgate.link;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was read from Atlas, and when.
 *
 * @param nanos when Atlas was asked, by the gateway's monotonic clock
 * @param age how long ago that was when it was handed to this request; absent if Atlas was asked for this request alone
 */
public record Seen<T>(T value, long nanos, @Nullable Duration age) {

    /** What Atlas has just answered to this request. */
    static <T> Seen<T> now(T value) {
        return new Seen<>(value, System.nanoTime(), null);
    }

    <R> Seen<R> map(Function<T, R> change) {
        return new Seen<>(change.apply(value), nanos, age);
    }

    /** This value, no newer than another one that it was made with. */
    Seen<T> noNewerThan(Seen<?> other) {
        boolean older = age == null || (other.age != null && other.age.compareTo(age) > 0);
        return other.age != null && older ? new Seen<>(value, other.nanos, other.age) : this;
    }
}
