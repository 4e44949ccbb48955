package dev.linkgate.atlas;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends a read again, within its deadline and the budget, where the fault table says so. */
final class ResilientChannel implements AtlasChannel {

    private final AtlasChannel inner;
    private final Retries retries;

    ResilientChannel(AtlasChannel inner, Retries retries) {
        this.inner = inner;
        this.retries = retries;
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        retries.begin();
        for (int tries = 1; ; tries++) {
            try {
                AtlasResponse response = inner.exchange(request);
                if (response.isSuccess() || !again(request, tries, Diagnosis.of(response), response.retryAfter())) {
                    return response;
                }
            } catch (TransportFailure failure) {
                if (!again(request, tries, Diagnosis.of(failure), null)) {
                    throw failure;
                }
            }
        }
    }

    private boolean again(AtlasRequest request, int tries, Symptom symptom, @Nullable Duration asked) {
        return symptom.onRead() == Treatment.AFTER_PAUSE && retries.again(request, tries, symptom, asked);
    }
}
