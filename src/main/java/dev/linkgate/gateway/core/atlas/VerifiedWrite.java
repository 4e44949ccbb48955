package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.atlas.pacing.RetryPolicy;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The only loop that repeats a write, so that its tries are counted once. A try with an unclear result is read back,
 * and the write is sent again where the fault table says so.
 *
 * <p>While a try without an answer may still be in transit, only a success is a clear end: Atlas may carry out that try
 * after it refused a later one.
 *
 * @param <T> the written resource
 */
final class VerifiedWrite<T> {

    private final AtlasOperation operation;
    private final AtlasChannel channel;
    private final RetryPolicy retryPolicy;
    private final Meter.MeterProvider<Counter> readBacks;
    private final Function<AtlasResponse, Optional<T>> body;
    private final Supplier<Optional<WriteResult.Applied<T>>> readBack;
    private final Function<AtlasResponse, Failure> explanation;

    /**
     * @param channel sends a request once
     * @param body reads the resource from a success's body; nothing if the body is not valid
     * @param readBack reads the resource: the result of the write, or empty if the write was not applied; throws
     *     {@link LinkgateException} if that is unknown
     * @param explanation explains Atlas's refusal
     */
    VerifiedWrite(
            AtlasOperation operation,
            AtlasChannel channel,
            RetryPolicy retryPolicy,
            MeterRegistry meters,
            Function<AtlasResponse, Optional<T>> body,
            Supplier<Optional<WriteResult.Applied<T>>> readBack,
            Function<AtlasResponse, Failure> explanation) {
        this.operation = operation;
        this.channel = channel;
        this.retryPolicy = retryPolicy;
        this.readBacks = Metric.ATLAS_READ_BACKS.counter().withRegistry(meters);
        this.body = body;
        this.readBack = readBack;
        this.explanation = explanation;
    }

    /** The result of one try; the response is absent when no complete answer came. */
    private record Attempt(AtlasFault fault, @Nullable AtlasResponse response) {

        @Nullable
        Duration retryAfter() {
            return response == null ? null : response.retryAfter();
        }

        @Nullable
        AtlasAnswer refusal() {
            return response == null ? null : response.refusal();
        }
    }

    /** The state of the tries before the present one. */
    private enum Earlier {
        /** There are none, or Atlas did not apply them. */
        NOT_APPLIED,
        /** One ended in a failure and had no visible effect. A proxy can give up on a request that Atlas continues. */
        NOT_FOUND,
        /** One had no answer and no visible effect. */
        IN_FLIGHT
    }

    WriteResult<T> send(AtlasRequest request) {
        retryPolicy.begin();
        Earlier earlier = Earlier.NOT_APPLIED;
        for (int tries = 1; ; tries++) {
            Attempt attempt;
            try {
                attempt = attempt(request);
            } catch (LinkgateException e) {
                return stopped(e.failure(), earlier);
            }
            switch (attempt.fault().recovery(operation)) {
                case NONE -> {
                    return applied(attempt.response());
                }
                case FAIL, RETRY_AT_ONCE -> {
                    return notApplied(attempt, earlier);
                }
                case RETRY -> {
                    if (!again(request, tries, attempt)) {
                        return notApplied(attempt, earlier);
                    }
                }
                case VERIFY_ONLY -> {
                    return verified(attempt).orElseGet(() -> unknown(attempt.refusal()));
                }
                case RETRY_UNLESS_FOUND -> {
                    Optional<WriteResult<T>> verified = verified(attempt);
                    if (verified.isPresent() || !again(request, tries, attempt)) {
                        return verified.orElseGet(() -> unknown(attempt.refusal()));
                    }
                    count("not-done");
                    earlier = Earlier.IN_FLIGHT;
                }
                case VERIFY_THEN_RETRY -> {
                    Optional<WriteResult<T>> verified = verified(attempt);
                    if (verified.isPresent()) {
                        return verified.get();
                    }
                    count("not-done");
                    if (!again(request, tries, attempt)) {
                        return notApplied(attempt, earlier);
                    }
                    earlier = earlier == Earlier.IN_FLIGHT ? earlier : Earlier.NOT_FOUND;
                }
            }
        }
    }

    /** @throws LinkgateException if a layer held the request back, or Atlas refused the credential */
    private Attempt attempt(AtlasRequest request) {
        try {
            AtlasResponse response = channel.exchange(request);
            return new Attempt(fault(response), response);
        } catch (TransportFailure failure) {
            return new Attempt(FaultClassifier.of(failure), null);
        }
    }

    private AtlasFault fault(AtlasResponse response) {
        boolean readable = !response.isSuccess()
                || (isRemoval()
                        ? response.body().isBlank() || response.json().isObject()
                        : body.apply(response).isPresent());
        return readable ? FaultClassifier.of(response) : AtlasFault.UNREADABLE;
    }

    private boolean isRemoval() {
        return operation.effect() == AtlasOperation.Effect.REMOVAL;
    }

    /** A caller whose right has ended gets no further try, and what its last one has led to is still the result. */
    private boolean again(AtlasRequest request, int tries, Attempt attempt) {
        try {
            return retryPolicy.again(request, tries, attempt.fault(), attempt.retryAfter());
        } catch (LinkgateException ended) {
            return false;
        }
    }

    private WriteResult<T> applied(@Nullable AtlasResponse response) {
        return new WriteResult.Applied<>(isRemoval() || response == null ? Optional.empty() : body.apply(response));
    }

    private WriteResult<T> stopped(Failure why, Earlier earlier) {
        if (earlier == Earlier.IN_FLIGHT) {
            return unknown(why.atlas());
        }
        return why.atlas() == null ? new WriteResult.NotSent<>(why) : new WriteResult.Rejected<>(why);
    }

    /** The end of a write that the last try did not apply. An earlier one may have applied it. */
    private WriteResult<T> notApplied(Attempt last, Earlier earlier) {
        if (earlier != Earlier.NOT_APPLIED && mayComeOfEarlierTry(last.fault())) {
            Optional<WriteResult<T>> verified = verified(last);
            if (verified.isPresent()) {
                return verified.get();
            }
        }
        if (earlier == Earlier.IN_FLIGHT) {
            return unknown(last.refusal());
        }
        return last.response() == null
                ? new WriteResult.NotSent<>(last.fault().failure(operation))
                : new WriteResult.Rejected<>(explanation.apply(last.response()));
    }

    private boolean mayComeOfEarlierTry(AtlasFault fault) {
        return switch (operation.effect()) {
            case ADDITION -> fault == AtlasFault.EXISTS || fault == AtlasFault.CONFLICT;
            case REMOVAL -> fault == AtlasFault.NOTHING_THERE || fault == AtlasFault.NO_LINK;
            case CHANGE, NONE -> false;
        };
    }

    /** The result that a read-back shows; empty if the write was not applied. */
    private Optional<WriteResult<T>> verified(Attempt attempt) {
        Optional<WriteResult.Applied<T>> found;
        try {
            found = readBack.get();
        } catch (LinkgateException e) {
            return Optional.of(unknown(attempt.refusal()));
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        count("done");
        return Optional.of(found.get());
    }

    private WriteResult<T> unknown(@Nullable AtlasAnswer refusal) {
        count("unknown");
        return new WriteResult.Unknown<>(AtlasFault.outcomeUnknown().answeredBy(refusal));
    }

    private void count(String result) {
        readBacks.withTag("result", result).increment();
    }
}
