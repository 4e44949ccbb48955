package dev.linkgate.gateway.core.endpoints.observation;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.util.Optional;
import java.util.function.Supplier;

/** The result of reading an endpoint. */
public sealed interface EndpointObservation {

    /** The endpoint exists. */
    record Present(Endpoint endpoint) implements EndpointObservation {

        @Override
        public Endpoint orThrow() {
            return endpoint;
        }
    }

    /**
     * The endpoint is absent, or the whole link is.
     *
     * @param refusal the problem for a caller that asks for the endpoint
     */
    record Absent(LinkgateException refusal) implements EndpointObservation {

        /** Whether the whole link is absent. */
        public boolean isOfLink() {
            return refusal.failure().code().equals(ProblemCode.LINK_NOT_FOUND);
        }

        @Override
        public Endpoint orThrow() {
            throw refusal;
        }
    }

    /**
     * Observes an endpoint.
     *
     * @throws LinkgateException if the read neither finds the endpoint nor shows that it is absent
     */
    static EndpointObservation of(Supplier<Endpoint> look) {
        try {
            return new Present(look.get());
        } catch (LinkgateException e) {
            requireAbsence(e);
            return new Absent(e);
        }
    }

    /**
     * The result of a read of an endpoint or a link, empty if it has vanished.
     *
     * @throws LinkgateException any other problem of the read
     */
    static <T> Optional<T> find(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (LinkgateException e) {
            requireAbsence(e);
            return Optional.empty();
        }
    }

    private static void requireAbsence(LinkgateException read) {
        ProblemCode code = read.failure().code();
        if (!code.equals(ProblemCode.ENDPOINT_NOT_FOUND) && !code.equals(ProblemCode.LINK_NOT_FOUND)) {
            throw read;
        }
    }

    /** The problem of a write whose outcome could not be read: a failed read says nothing about the write. */
    static Failure unreadable(LinkgateException read) {
        Failure why = read.failure();
        return Failure.of(
                        ProblemCode.OUTCOME_UNKNOWN,
                        "The result of the write could not be read from Atlas. " + why.detail())
                .retryAfter(why.retryAfter())
                .answeredBy(why.atlas());
    }

    /** @throws LinkgateException the problem for a caller that asks for the endpoint, if it is absent */
    Endpoint orThrow();

    /** The endpoint, if it exists. */
    default Optional<Endpoint> found() {
        return this instanceof Present present ? Optional.of(present.endpoint()) : Optional.empty();
    }

    /** Whether waiting longer would show nothing new. */
    default boolean isSettled() {
        return isAbsent() || orThrow().settled();
    }

    default boolean isAbsent() {
        return this instanceof Absent;
    }
}
