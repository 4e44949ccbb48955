package dev.linkgate.gateway.endpoints.link;

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

    public <R> Aged<R> map(Function<T, R> change) {
        return new Aged<>(change.apply(value), nanos, age);
    }

    /** This value, at most as new as another one that it was made with. */
    public Aged<T> noNewerThan(Aged<?> other) {
        boolean older = age == null || (other.age != null && other.age.compareTo(age) > 0);
        return other.age != null && older ? new Aged<>(value, other.nanos, other.age) : this;
    }

    /** The entries of all lists, as old as the oldest of them. There must be one at least. */
    public static <T> Aged<List<T>> joined(List<Aged<List<T>>> lists) {
        List<T> all = lists.stream().flatMap(list -> list.value().stream()).toList();
        Aged<List<T>> joined = lists.getFirst().map(first -> all);
        for (Aged<List<T>> list : lists) {
            joined = joined.noNewerThan(list);
        }
        return joined;
    }
}
