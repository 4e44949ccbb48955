package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Measures how long the gateway waits for Atlas. */
final class ObservedChannel implements AtlasChannel {

    private final AtlasChannel inner;
    private final MeterRegistry meters;
    private final Meter.MeterProvider<Timer> calls;

    ObservedChannel(AtlasChannel inner, MeterRegistry meters) {
        this.inner = inner;
        this.meters = meters;
        this.calls = Metric.ATLAS_CALLS.timer().withRegistry(meters);
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        Timer.Sample sample = Timer.start(meters);
        String outcome = "no-answer";
        try {
            AtlasResponse response = inner.exchange(request);
            outcome = String.valueOf(response.status());
            return response;
        } catch (LinkgateException e) {
            outcome = e.failure().code().code();
            throw e;
        } finally {
            sample.stop(calls.withTags("method", request.method().name(), "outcome", outcome));
        }
    }
}
