package dev.linkgate.gateway.core.atlas.pacing;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.Recovery;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a read again, within its deadline and the budget, where the fault table says so. The first time at once, if a
 * kept connection ended: with a pause, callers would feel each connection that a server or a load balancer closes.
 */
public final class RetryingChannel implements AtlasChannel {

    private final AtlasChannel inner;
    private final RetryPolicy retryPolicy;

    public RetryingChannel(AtlasChannel inner, RetryPolicy retryPolicy) {
        this.inner = inner;
        this.retryPolicy = retryPolicy;
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        retryPolicy.begin();
        for (int tries = 1; ; tries++) {
            try {
                AtlasResponse response = inner.exchange(request);
                if (response.isSuccess()
                        || !again(request, tries, FaultClassifier.of(response), response.retryAfter())) {
                    return response;
                }
            } catch (TransportFailure failure) {
                AtlasFault fault = FaultClassifier.of(failure);
                boolean atOnce = tries == 1 && failure.keptConnectionEnded();
                if (!(atOnce ? retryPolicy.atOnce(request, fault) : again(request, tries, fault, null))) {
                    throw failure;
                }
            }
        }
    }

    private boolean again(AtlasRequest request, int tries, AtlasFault fault, @Nullable Duration asked) {
        return fault.onRead() == Recovery.RETRY && retryPolicy.again(request, tries, fault, asked);
    }
}
