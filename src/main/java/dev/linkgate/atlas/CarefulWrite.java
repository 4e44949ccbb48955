package dev.linkgate.atlas;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.link.ConnectionStatus;
import dev.linkgate.link.Endpoint;
import dev.linkgate.observability.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A write of one endpoint that is carried out once, whatever happens to its answer: what is not clear is read back, and
 * only what a read-back shows to be undone, after Atlas was done with it, is sent again.
 */
final class CarefulWrite {

    private final AtlasOperation operation;
    private final AtlasChannel channel;
    private final Retries retries;
    private final MeterRegistry meters;
    private final Supplier<Endpoint> look;

    /** @param look reads the endpoint */
    CarefulWrite(
            AtlasOperation operation,
            AtlasChannel channel,
            Retries retries,
            MeterRegistry meters,
            Supplier<Endpoint> look) {
        this.operation = operation;
        this.channel = channel;
        this.retries = retries;
        this.meters = meters;
        this.look = look;
    }

    /**
     * @throws LinkgateException {@code outcome-unknown} if it was sent and its result cannot be learnt, or why it was not
     *     done when Atlas did not say so itself
     */
    WriteOutcome carryOut(AtlasRequest request) {
        for (int tries = 1; ; tries++) {
            AtlasResponse response = null;
            Symptom symptom;
            try {
                response = channel.exchange(request);
                symptom = diagnosis(response);
            } catch (TransportFailure failure) {
                symptom = Diagnosis.of(failure);
            }
            switch (symptom.treatment(false)) {
                case ACCEPTED -> {
                    return new WriteOutcome.Done(answered(response));
                }
                // Whatever could be done about these, the layers below have done.
                case TOLD, AT_ONCE, AFTER_PAUSE -> {
                    if (response == null) {
                        throw symptom.failure(operation).toException();
                    }
                    if (tries > 1 && mayComeOfAnEarlierTry(symptom)) {
                        Optional<Endpoint> seen = lookUp(response);
                        if (shows(seen)) {
                            return new WriteOutcome.Found(seen);
                        }
                    }
                    return new WriteOutcome.Refused(response);
                }
                case READ_BACK_ONLY, AFTER_READ_BACK -> {
                    Optional<Endpoint> seen = lookUp(response);
                    if (shows(seen)) {
                        count("done");
                        return new WriteOutcome.Found(seen);
                    }
                    if (symptom.treatment(false) == Treatment.READ_BACK_ONLY) {
                        throw unknown(response);
                    }
                    count("not-done");
                    AtlasResponse failed = answered(response);
                    if (!retries.again(request, tries, symptom, failed.retryAfter())) {
                        throw Diagnosis.failure(operation, failed).toException();
                    }
                }
            }
        }
    }

    private Symptom diagnosis(AtlasResponse response) {
        boolean readable = !response.isSuccess()
                || switch (operation) {
                    case ADD_ENDPOINT -> AtlasBodies.endpoint(response).isPresent();
                    case REMOVE_ENDPOINT ->
                        response.body().isBlank() || response.json().isObject();
                    case LIST_LINKS, GET_LINK, GET_ENDPOINT -> throw new IllegalStateException("not a write");
                };
        return readable ? Diagnosis.of(response) : Symptom.UNREADABLE;
    }

    /** A proxy can give up on a request that Atlas goes on with, so an earlier try may be done after its read-back. */
    private boolean mayComeOfAnEarlierTry(Symptom symptom) {
        return operation == AtlasOperation.ADD_ENDPOINT
                ? symptom == Symptom.EXISTS || symptom == Symptom.CONFLICT
                : symptom == Symptom.NOTHING_THERE || symptom == Symptom.NO_LINK;
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
        count("unknown");
        Failure unknown = Symptom.outcomeUnknown();
        return (response == null ? unknown : unknown.answeredBy(response.refusal())).toException();
    }

    private void count(String result) {
        meters.counter(Metric.ATLAS_READ_BACKS.meterName(), "result", result).increment();
    }

    private static AtlasResponse answered(@Nullable AtlasResponse response) {
        if (response == null) {
            throw new IllegalStateException("this symptom needs an answer");
        }
        return response;
    }
}
