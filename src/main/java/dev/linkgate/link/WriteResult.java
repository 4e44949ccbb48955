package dev.linkgate.link;

import dev.linkgate.kernel.Failure;
import java.util.Optional;

/** What became of an {@link EndpointWrite}. */
public sealed interface WriteResult {

    /**
     * Atlas has carried it out, or will.
     *
     * @param endpoint as it is known; empty if Atlas showed none, as after a removal
     */
    record Applied(Optional<Endpoint> endpoint) implements WriteResult {}

    /** It was not sent, because the endpoint is as it should be. */
    record Unneeded(Endpoint endpoint) implements WriteResult {}

    /** It was not sent, because an operation does what is wanted. */
    record Deferred(String operationId) implements WriteResult {}

    /** It was not sent, because something is wrong. */
    record NotSent(Failure why) implements WriteResult {}

    /** Atlas got it and did not carry it out. */
    record Rejected(Failure why) implements WriteResult {}

    /** It was sent, and whether Atlas carries it out could not be learnt: {@code outcome-unknown}. */
    record Unknown(Failure why) implements WriteResult {}

    /** Why it failed, or may have; empty if all is well. */
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

    /** @throws dev.linkgate.kernel.LinkgateException why it failed, or may have */
    default WriteResult orThrow() {
        Optional<Failure> failure = failure();
        if (failure.isPresent()) {
            throw failure.get().toException();
        }
        return this;
    }

    /**
     * The endpoint as it is known.
     *
     * @throws dev.linkgate.kernel.LinkgateException why it failed, or may have
     * @throws IllegalStateException if an operation does what is wanted
     */
    default Endpoint endpointOrThrow() {
        return switch (orThrow()) {
            case Applied applied -> applied.endpoint().orElseThrow();
            case Unneeded unneeded -> unneeded.endpoint();
            default -> throw new IllegalStateException("there is no endpoint in " + this);
        };
    }
}
