package dev.linkgate.atlas;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends a read again, within its deadline and the budget, where the fault table says so. */
final class RetryingChannel implements AtlasChannel {

    private final AtlasChannel inner;
    private final RetryPolicy retryPolicy;

    RetryingChannel(AtlasChannel inner, RetryPolicy retryPolicy) {
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
                if (!again(request, tries, FaultClassifier.of(failure), null)) {
                    throw failure;
                }
            }
        }
    }

    private boolean again(AtlasRequest request, int tries, AtlasFault fault, @Nullable Duration asked) {
        return fault.onRead() == Recovery.RETRY && retryPolicy.again(request, tries, fault, asked);
    }
}
