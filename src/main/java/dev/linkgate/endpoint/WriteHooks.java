package dev.linkgate.endpoint;

import dev.linkgate.link.WriteResult;
import java.util.function.Consumer;

/**
 * What a use case adds to a write.
 *
 * @param beforeSend under the link's lock; throws a {@link dev.linkgate.kernel.LinkgateException} if the write must not
 *     be sent
 * @param afterwards under the same lock; is told what became of the write, and must not throw
 * @param resolvesUnknown whether an operation is to resolve an unknown outcome
 */
record WriteHooks(Runnable beforeSend, Consumer<WriteResult> afterwards, boolean resolvesUnknown) {

    static final WriteHooks NONE = new WriteHooks(() -> {}, result -> {}, true);

    static WriteHooks afterwards(Consumer<WriteResult> afterwards) {
        return new WriteHooks(() -> {}, afterwards, true);
    }

    /** Of an operation, which tries its step again when the outcome is unknown. */
    static WriteHooks ofOperation(Runnable beforeSend) {
        return new WriteHooks(beforeSend, result -> {}, false);
    }
}
