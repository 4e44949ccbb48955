package dev.linkgate.gateway.core.endpoints.link;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that was read from Atlas, and its age.
 *
 * @param nanos when Atlas was asked, by the gateway's monotonic clock
 * @param age its age when this request got it; absent if Atlas was asked for this request alone
 */
public record Aged<T>(T value, long nanos, @Nullable Duration age) {

    /** What Atlas was asked for this request alone, just now. */
    public static <T> Aged<T> fresh(T value) {
        return new Aged<>(value, System.nanoTime(), null);
    }

    /**
     * What Atlas was asked for earlier, as old as it is now.
     *
     * @param nanos when Atlas was asked
     * @param now by the same clock
     */
    public static <T> Aged<T> of(T value, long nanos, long now) {
        return new Aged<>(value, nanos, Duration.ofNanos(Math.max(0, now - nanos)));
    }

    public <R> Aged<R> map(Function<T, R> change) {
        return new Aged<>(change.apply(value), nanos, age);
    }

    /** This value, as old as the oldest of those that it was made with, if that is older. */
    public Aged<T> noNewerThan(List<? extends Aged<?>> others) {
        Aged<?> oldest = this;
        for (Aged<?> other : others) {
            oldest = other.isOlderThan(oldest) ? other : oldest;
        }
        return new Aged<>(value, oldest.nanos, oldest.age);
    }

    private boolean isOlderThan(Aged<?> other) {
        return age != null && (other.age == null || age.compareTo(other.age) > 0);
    }

    /** The entries of all lists, as old as the oldest of them. There must be one at least. */
    public static <T> Aged<List<T>> joined(List<Aged<List<T>>> lists) {
        List<T> all = lists.stream().flatMap(list -> list.value().stream()).toList();
        return lists.getFirst().map(first -> all).noNewerThan(lists);
    }
}
