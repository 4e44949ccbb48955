package dev.linkgate.gateway.core.platform.concurrency;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.RequestFacts;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Large reads that all who ask for the same at the same time share. While a round is under way, callers gather for the
 * next one, which begins when it has ended.
 *
 * <ol>
 *   <li>At most one round of a subject is under way, however many ask.
 *   <li>No caller gets the result of a round that began before the call, so nothing in it is older than a read of its
 *       own.
 *   <li>Whatever the result relies on, every caller of the round relies on ({@link RequestFacts#reliesOn}).
 *   <li>A failure reaches the callers of the round. If the caller who leads it ended because its client left, another
 *       one leads instead.
 * </ol>
 *
 * Callers of one {@linkplain Actor#share() team} share, because another team's refusal is not theirs.
 */
public final class Rounds<K, V> {

    private static final Failure MAY_NOT_WAIT =
            Failure.of(ProblemCode.OVERLOADED, "The same read was under way for others, and took too long.");

    private final ConcurrentHashMap<Key<K>, Subject<V>> subjects = new ConcurrentHashMap<>();

    private record Key<K>(String team, K subject) {}

    /** Immutable. */
    private record Subject<V>(
            @Nullable Round<V> underWay, @Nullable Round<V> next) {

        @Nullable
        Subject<V> orNothing() {
            return underWay == null && next == null ? null : this;
        }
    }

    private static final class Round<V> {

        private final RequestContext leader;
        private final SharedResult<V> result = new SharedResult<>();

        /** What the result relies on, from when there is one. */
        private volatile Set<BooleanSupplier> reliances = Set.of();

        Round(RequestContext leader) {
            this.leader = leader;
        }
    }

    /**
     * The result of the next round.
     *
     * @param work done by the caller that leads the round; its exception passes through to all callers of the round
     * @throws LinkgateException {@code overloaded} if the request may not wait any longer
     */
    public V get(RequestContext context, K subject, Supplier<V> work) {
        Key<K> key = new Key<>(context.actor().share(), subject);
        while (true) {
            Round<V> round = enter(key, context);
            if (round.leader == context) {
                return round.result.read(context, () -> lead(key, round, work));
            }
            try {
                return round.result.await(context, MAY_NOT_WAIT);
            } catch (CancellationException e) {
                // The leader left.
            } finally {
                round.reliances.forEach(context.facts()::reliesOn);
            }
        }
    }

    private Round<V> enter(Key<K> key, RequestContext context) {
        Subject<V> entered = subjects.compute(
                key,
                (same, before) -> before == null
                        ? new Subject<>(null, new Round<>(context))
                        : before.next() == null ? new Subject<>(before.underWay(), new Round<>(context)) : before);
        return Objects.requireNonNull(entered.next());
    }

    private V lead(Key<K> key, Round<V> round, Supplier<V> work) {
        try {
            for (Round<V> other = begin(key, round); other != round; other = begin(key, round)) {
                if (!other.result.awaitEnd(round.leader)) {
                    throw MAY_NOT_WAIT.toException();
                }
            }
            return work.get();
        } finally {
            end(key, round);
            round.reliances = round.leader.facts().reliances();
        }
    }

    /** Begins a round unless another one is under way. Gives the one that is under way then. */
    private Round<V> begin(Key<K> key, Round<V> round) {
        Subject<V> begun = subjects.compute(
                key,
                (same, before) -> before == null || before.underWay() == null ? new Subject<>(round, null) : before);
        return Objects.requireNonNull(begun.underWay());
    }

    /** Ends a round, also one that has not begun. */
    private void end(Key<K> key, Round<V> round) {
        subjects.computeIfPresent(
                key,
                (same, before) -> new Subject<>(
                                before.underWay() == round ? null : before.underWay(),
                                before.next() == round ? null : before.next())
                        .orNothing());
    }
}
