package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The hooks that a use case adds to a write.
 *
 * @param precondition the caller's condition
 * @param beforeSend under the link's lock; throws a {@link dev.linkgate.gateway.core.platform.request.LinkgateException} if
 *     the write must not be sent
 * @param afterSend under the same lock; receives the result of the write, and must not throw
 * @param resolvesUnknown whether an operation resolves an unknown outcome
 * @param owner whose an endpoint is that is added; absent if it is the caller's
 */
public record WriteHooks<T>(
        Precondition precondition,
        Runnable beforeSend,
        Consumer<WriteResult<T>> afterSend,
        boolean resolvesUnknown,
        @Nullable Owner owner) {

    public static <T> WriteHooks<T> of(Precondition precondition) {
        return of(precondition, result -> {});
    }

    static <T> WriteHooks<T> of(Precondition precondition, Consumer<WriteResult<T>> afterSend) {
        return new WriteHooks<>(precondition, () -> {}, afterSend, true, null);
    }

    /** The hooks of an operation, which tries its step again when the outcome is unknown. */
    public static <T> WriteHooks<T> ofOperation(Runnable beforeSend, @Nullable Owner owner) {
        return new WriteHooks<>(Precondition.NONE, beforeSend, result -> {}, false, owner);
    }
}
