package dev.linkgate.link;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import java.util.Optional;
import java.util.function.Supplier;

/** What a read of an endpoint found. */
public sealed interface EndpointObservation extends Observation {

    /** It is there. */
    record Present(Endpoint endpoint, long nanos) implements EndpointObservation {}

    /**
     * It is not there, or the whole link is not.
     *
     * @param refusal what a caller who asks for it is told
     */
    record Absent(LinkgateException refusal, long nanos) implements EndpointObservation {

        /** Whether the whole link is not there. */
        public boolean isOfLink() {
            return refusal.failure().code() == ProblemCode.LINK_NOT_FOUND;
        }
    }

    /**
     * A look at an endpoint.
     *
     * @param nanos when Atlas was asked
     * @throws LinkgateException if the look tells nothing
     */
    static EndpointObservation of(Supplier<Endpoint> look, long nanos) {
        try {
            return new Present(look.get(), nanos);
        } catch (LinkgateException e) {
            return switch (e.failure().code()) {
                case ENDPOINT_NOT_FOUND, LINK_NOT_FOUND -> new Absent(e, nanos);
                default -> throw e;
            };
        }
    }

    /**
     * A look that is to tell what became of a write.
     *
     * @throws LinkgateException {@code outcome-unknown} if the look tells nothing, for that says nothing of the write
     */
    static EndpointObservation afterWrite(Supplier<Endpoint> look) {
        try {
            return of(look, 0);
        } catch (LinkgateException e) {
            Failure why = e.failure();
            Failure unknown = Failure.of(
                            ProblemCode.OUTCOME_UNKNOWN,
                            "Atlas could not be asked what became of the write. " + why.detail())
                    .retryAfter(why.retryAfter());
            throw (why.atlas() == null ? unknown : unknown.answeredBy(why.atlas())).toException();
        }
    }

    /** The endpoint, if it is there. */
    default Optional<Endpoint> found() {
        return switch (this) {
            case Present present -> Optional.of(present.endpoint());
            case Absent absent -> Optional.empty();
        };
    }

    /** Whether waiting longer would tell nothing new. */
    default boolean isSettled() {
        return switch (this) {
            case Present present -> present.endpoint().settled();
            case Absent absent -> true;
        };
    }

    default boolean isAbsent() {
        return this instanceof Absent;
    }
}
