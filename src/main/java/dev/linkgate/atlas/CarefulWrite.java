package dev.linkgate.atlas;

import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.link.ConnectionStatus;
import dev.linkgate.link.Endpoint;
import dev.linkgate.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A write of one endpoint: the only loop that repeats it, so that its tries are counted once. What is not clear is read
 * back, and the write is sent again where the fault table says so.
 *
 * <p>While a try without an answer may still be on its way, nothing but a success is a clear end: Atlas may carry that
 * try out after it refused a later one.
 */
final class CarefulWrite {

    private final AtlasOperation operation;
    private final AtlasChannel channel;
    private final RetryPolicy retryPolicy;
    private final MeterRegistry meters;
    private final Supplier<Endpoint> look;

    /**
     * @param channel sends a request once
     * @param look reads the endpoint
     */
    CarefulWrite(
            AtlasOperation operation,
            AtlasChannel channel,
            RetryPolicy retryPolicy,
            MeterRegistry meters,
            Supplier<Endpoint> look) {
        this.operation = operation;
        this.channel = channel;
        this.retryPolicy = retryPolicy;
        this.meters = meters;
        this.look = look;
    }

    /** What came of one try; the response is absent when no whole answer came. */
    private record Attempt(AtlasFault fault, @Nullable AtlasResponse response) {

        AtlasResponse answer() {
            if (response == null) {
                throw new IllegalStateException(fault + " has no answer");
            }
            return response;
        }

        @Nullable
        Duration retryAfter() {
            return response == null ? null : response.retryAfter();
        }
    }

    /** What is known of the tries before the present one. */
    private enum Earlier {
        /** There are none, or Atlas did not apply them. */
        NOT_DONE,
        /** One ended in a failure and was not seen. A proxy can give up on a request that Atlas goes on with. */
        NOT_SEEN,
        /** One had no answer and was not seen. */
        ON_ITS_WAY
    }

    /**
     * @throws LinkgateException {@code outcome-unknown} if it was sent and its result cannot be learnt, or why it was
     *     not done when Atlas did not say so itself
     */
    WriteOutcome carryOut(AtlasRequest request) {
        retryPolicy.begin();
        Earlier earlier = Earlier.NOT_DONE;
        for (int tries = 1; ; tries++) {
            Attempt attempt = attempt(request, earlier);
            switch (attempt.fault().recovery(operation)) {
                case NONE -> {
                    return new WriteOutcome.Done(attempt.answer());
                }
                case FAIL, RETRY_AT_ONCE -> {
                    return refused(attempt, earlier);
                }
                case RETRY -> {
                    if (!again(request, tries, attempt)) {
                        return refused(attempt, earlier);
                    }
                }
                case VERIFY_ONLY -> {
                    return found(attempt).orElseThrow(() -> unknown(attempt.response()));
                }
                case RETRY_UNLESS_FOUND -> {
                    Optional<WriteOutcome> found = found(attempt);
                    if (found.isPresent()) {
                        return found.get();
                    }
                    if (!again(request, tries, attempt)) {
                        throw unknown(attempt.response());
                    }
                    count("not-done");
                    earlier = Earlier.ON_ITS_WAY;
                }
                case VERIFY_THEN_RETRY -> {
                    Optional<WriteOutcome> found = found(attempt);
                    if (found.isPresent()) {
                        return found.get();
                    }
                    count("not-done");
                    if (!again(request, tries, attempt)) {
                        return refused(attempt, earlier);
                    }
                    earlier = earlier == Earlier.ON_ITS_WAY ? earlier : Earlier.NOT_SEEN;
                }
            }
        }
    }

    private Attempt attempt(AtlasRequest request, Earlier earlier) {
        try {
            AtlasResponse response = channel.exchange(request);
            return new Attempt(classify(response), response);
        } catch (TransportFailure failure) {
            return new Attempt(FaultClassifier.of(failure), null);
        } catch (LinkgateException e) {
            if (earlier == Earlier.ON_ITS_WAY) {
                throw unknownAfter(e.failure().atlas());
            }
            throw e;
        }
    }

    private boolean again(AtlasRequest request, int tries, Attempt attempt) {
        return retryPolicy.again(request, tries, attempt.fault(), attempt.retryAfter());
    }

    /** The end of a write that the last try did not do. An earlier one may have done it. */
    private WriteOutcome refused(Attempt last, Earlier earlier) {
        if (earlier != Earlier.NOT_DONE && mayComeOfAnEarlierTry(last.fault())) {
            Optional<Endpoint> seen = lookUp(last.response());
            if (shows(seen)) {
                return new WriteOutcome.Found(seen);
            }
        }
        if (earlier == Earlier.ON_ITS_WAY) {
            throw unknown(last.response());
        }
        if (last.response() == null) {
            throw last.fault().failure(operation).toException();
        }
        return new WriteOutcome.Refused(last.response());
    }

    private AtlasFault classify(AtlasResponse response) {
        boolean readable = !response.isSuccess()
                || switch (operation) {
                    case ADD_ENDPOINT -> AtlasBodies.endpoint(response).isPresent();
                    case REMOVE_ENDPOINT ->
                        response.body().isBlank() || response.json().isObject();
                    case LIST_LINKS, GET_LINK, GET_ENDPOINT -> throw new IllegalStateException("not a write");
                };
        return readable ? FaultClassifier.of(response) : AtlasFault.UNREADABLE;
    }

    private boolean mayComeOfAnEarlierTry(AtlasFault fault) {
        return operation == AtlasOperation.ADD_ENDPOINT
                ? fault == AtlasFault.EXISTS || fault == AtlasFault.CONFLICT
                : fault == AtlasFault.NOTHING_THERE || fault == AtlasFault.NO_LINK;
    }

    /** What a read-back finds, if that is what the write would have. */
    private Optional<WriteOutcome> found(Attempt attempt) {
        Optional<Endpoint> seen = lookUp(attempt.response());
        if (!shows(seen)) {
            return Optional.empty();
        }
        count("done");
        return Optional.of(new WriteOutcome.Found(seen));
    }

    private Optional<Endpoint> lookUp(@Nullable AtlasResponse response) {
        try {
            return Optional.of(look.get());
        } catch (LinkgateException e) {
            return switch (e.failure().code()) {
                case ENDPOINT_NOT_FOUND, LINK_NOT_FOUND -> Optional.empty();
                default -> throw unknown(response);
            };
        }
    }

    /** Whether the endpoint is as the write would have it. */
    private boolean shows(Optional<Endpoint> endpoint) {
        boolean stays = endpoint.filter(
                        there -> !there.deleteRequested() && there.connectionStatus() != ConnectionStatus.DELETING)
                .isPresent();
        return stays == (operation == AtlasOperation.ADD_ENDPOINT);
    }

    private LinkgateException unknown(@Nullable AtlasResponse response) {
        return unknownAfter(response == null ? null : response.refusal());
    }

    private LinkgateException unknownAfter(@Nullable AtlasAnswer answer) {
        count("unknown");
        Failure unknown = AtlasFault.outcomeUnknown();
        return (answer == null ? unknown : unknown.answeredBy(answer)).toException();
    }

    private void count(String result) {
        meters.counter(Metric.ATLAS_READ_BACKS.meterName(), "result", result).increment();
    }
}
