package dev.linkgate.endpoint;

import dev.linkgate.link.WriteResult;
import java.util.function.Consumer;

/**
 * The hooks that a use case adds to a write.
 *
 * @param beforeSend under the link's lock; throws a {@link dev.linkgate.kernel.LinkgateException} if the write must not
 *     be sent
 * @param afterwards under the same lock; receives the result of the write, and must not throw
 * @param resolvesUnknown whether an operation resolves an unknown outcome
 */
record WriteHooks(Runnable beforeSend, Consumer<WriteResult> afterwards, boolean resolvesUnknown) {

    static final WriteHooks NONE = new WriteHooks(() -> {}, result -> {}, true);

    static WriteHooks afterwards(Consumer<WriteResult> afterwards) {
        return new WriteHooks(() -> {}, afterwards, true);
    }

    /** The hooks of an operation, which tries its step again when the outcome is unknown. */
    static WriteHooks ofOperation(Runnable beforeSend) {
        return new WriteHooks(beforeSend, result -> {}, false);
    }
}
