package dev.linkgate.gateway.feature.webhooks;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as administrators see it.
 *
 * @param time when the webhook got the event
 * @param event its id
 * @param status of the last answer; absent if the last try had none
 * @param detail why the last try failed
 */
record DeliveryView(
        Instant time,

        @Schema(example = "evt_00112233445566778899aabbccddeeff")
        String event,

        @Schema(example = "endpoint.settled") String type,

        @Schema(
                example =
                        "/projects/5df264b8f10fab7d2cad2f0a/links/5df264b8f10fab7d2cad2f0d/endpoints/vpce-0b9c5701325cb15dd")
        String subject,

        DeliveryState state,

        @Schema(example = "204") @Nullable Integer status,

        @Schema(example = "1") int tries,

        @Nullable Instant triedAt,

        @Nullable Instant nextTryAt,

        @Schema(example = "the receiver answered 503") @Nullable
        String detail) {

    /** What has become of a delivery. */
    enum DeliveryState {
        WAITING,
        DELIVERED,
        GIVEN_UP
    }
}
