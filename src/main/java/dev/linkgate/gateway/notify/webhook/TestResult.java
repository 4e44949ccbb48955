package dev.linkgate.gateway.notify.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a test delivery ended.
 *
 * @param event the id of the event that was sent
 * @param delivered whether the receiver answered with a 2xx
 * @param status of the answer; absent if there was none
 * @param body the beginning of the answer's body
 * @param detail why the event was not delivered
 */
record TestResult(
        @Schema(example = "evt_00112233445566778899aabbccddeeff")
        String event,

        boolean delivered,

        @Schema(example = "204") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Integer status,

        @Schema(example = "ok") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String body,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String detail,

        @Schema(example = "48") long durationMillis) {

    static TestResult of(String event, TryResult result, Duration took) {
        return switch (result) {
            case TryResult.Answered answered ->
                new TestResult(
                        event,
                        answered.delivered(),
                        answered.status(),
                        answered.body(),
                        answered.delivered() ? null : "the receiver answered " + answered.status(),
                        took.toMillis());
            case TryResult.NoAnswer none -> new TestResult(event, false, null, null, none.why(), took.toMillis());
        };
    }
}
