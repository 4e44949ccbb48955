package dev.linkgate.endpoint;

import dev.linkgate.link.Precondition;
import dev.linkgate.link.WriteResult;
import java.util.function.Consumer;

/**
 * The hooks that a use case adds to a write.
 *
 * @param precondition the caller's condition
 * @param beforeSend under the link's lock; throws a {@link dev.linkgate.kernel.LinkgateException} if the write must not
 *     be sent
 * @param afterwards under the same lock; receives the result of the write, and must not throw
 * @param resolvesUnknown whether an operation resolves an unknown outcome
 */
record WriteHooks<T>(
        Precondition precondition, Runnable beforeSend, Consumer<WriteResult<T>> afterwards, boolean resolvesUnknown) {

    static <T> WriteHooks<T> of(Precondition precondition) {
        return of(precondition, result -> {});
    }

    static <T> WriteHooks<T> of(Precondition precondition, Consumer<WriteResult<T>> afterwards) {
        return new WriteHooks<>(precondition, () -> {}, afterwards, true);
    }

    /** The hooks of an operation, which tries its step again when the outcome is unknown. */
    static <T> WriteHooks<T> ofOperation(Runnable beforeSend) {
        return new WriteHooks<>(Precondition.NONE, beforeSend, result -> {}, false);
    }
}
