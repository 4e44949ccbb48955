package dev.linkgate.link;

import dev.linkgate.kernel.Failure;
import java.util.Optional;

/** The result of an {@link EndpointWrite}. */
public sealed interface WriteResult {

    /**
     * Atlas has carried out the write, or will.
     *
     * @param endpoint as last known; empty if Atlas returned none, as after a removal
     */
    record Applied(Optional<Endpoint> endpoint) implements WriteResult {}

    /** The write was not sent, because the endpoint is already as wanted. */
    record Unneeded(Endpoint endpoint) implements WriteResult {}

    /** The write was not sent, because an operation already does it. */
    record Deferred(String operationId) implements WriteResult {}

    /** The write was not sent, because a check failed. */
    record NotSent(Failure why) implements WriteResult {}

    /** Atlas received the write and did not carry it out. */
    record Rejected(Failure why) implements WriteResult {}

    /** The write was sent, and its outcome is unknown: {@code outcome-unknown}. */
    record Unknown(Failure why) implements WriteResult {}

    /** Why the write failed, or may have failed; empty if it succeeded. */
    default Optional<Failure> failure() {
        return switch (this) {
            case Applied applied -> Optional.empty();
            case Unneeded unneeded -> Optional.empty();
            case Deferred deferred -> Optional.empty();
            case NotSent notSent -> Optional.of(notSent.why());
            case Rejected rejected -> Optional.of(rejected.why());
            case Unknown unknown -> Optional.of(unknown.why());
        };
    }

    /** @throws dev.linkgate.kernel.LinkgateException why the write failed, or may have failed */
    default WriteResult orThrow() {
        Optional<Failure> failure = failure();
        if (failure.isPresent()) {
            throw failure.get().toException();
        }
        return this;
    }

    /**
     * The endpoint as last known.
     *
     * @throws dev.linkgate.kernel.LinkgateException why the write failed, or may have failed
     * @throws IllegalStateException if an operation does the write instead
     */
    default Endpoint endpointOrThrow() {
        return switch (orThrow()) {
            case Applied applied -> applied.endpoint().orElseThrow();
            case Unneeded unneeded -> unneeded.endpoint();
            default -> throw new IllegalStateException("there is no endpoint in " + this);
        };
    }
}
