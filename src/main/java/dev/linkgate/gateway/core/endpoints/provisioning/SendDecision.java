package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether to send a write.
 *
 * @param <W> the kind of write
 * @param <T> the resource that it writes
 */
public sealed interface SendDecision<W extends AtlasWrite, T extends Record> {

    /** The resource as it was read, if there is one. */
    default Optional<T> found() {
        return switch (this) {
            case Send<W, T> send -> send.current();
            case Defer<W, T> defer -> Optional.of(defer.current());
            case Stop<W, T> stop ->
                stop.result() instanceof WriteResult.Unneeded<T> unneeded
                        ? Optional.of(unneeded.resource())
                        : Optional.empty();
        };
    }

    /** What is to be sent, now or by an operation, in this order. */
    default List<W> writes() {
        return switch (this) {
            case Send<W, T> send -> List.of(send.write());
            case Defer<W, T> defer -> defer.deferred();
            case Stop<W, T> stop -> List.of();
        };
    }

    /**
     * The write is to be sent.
     *
     * @param write as it is to be sent
     * @param current the resource as it was read, if there is one
     */
    record Send<W extends AtlasWrite, T extends Record>(W write, Optional<T> current) implements SendDecision<W, T> {}

    /** The write must not be sent, and this is its result. */
    record Stop<W extends AtlasWrite, T extends Record>(WriteResult<T> result) implements SendDecision<W, T> {}

    /**
     * An operation is to do the write.
     *
     * @param current the resource as it was read
     * @param deferred the writes that the operation will send, in this order
     * @param start starts the operation and returns its id
     */
    record Defer<W extends AtlasWrite, T extends Record>(T current, List<W> deferred, Supplier<String> start)
            implements SendDecision<W, T> {}
}
