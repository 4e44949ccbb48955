package dev.linkgate.gateway.feature.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.kernel.LowercaseHex;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is sent: CloudEvents 1.0 in structured mode, with one attribute of our own.
 *
 * @param subject a path of the gateway's API
 * @param projectid absent if it is about no project
 * @param data JSON
 */
@JsonPropertyOrder({"specversion", "id", "source", "type", "subject", "time", "projectid", "datacontenttype", "data"})
record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String projectid,
        String datacontenttype,
        @JsonRawValue String data) {

    private static final String VERSION = "1.0";
    private static final String JSON = "application/json";

    private static final int ID_BYTES = 16;

    /** @param data of the event, as JSON */
    static CloudEvent of(Event event, String source, Instant time, String data) {
        return new CloudEvent(
                VERSION,
                newId(),
                source,
                event.type().word(),
                event.subject(),
                time,
                event.project() == null ? null : event.project().value(),
                JSON,
                data);
    }

    /** The event of a test delivery, of a type that no other event has. */
    static CloudEvent test(String webhook, String source, Instant time) {
        return new CloudEvent(
                VERSION,
                newId(),
                source,
                "webhook.test",
                "/admin/webhooks/" + webhook,
                time,
                null,
                JSON,
                "{\"webhook\":\"" + webhook + "\"}");
    }

    private static String newId() {
        return "evt_" + LowercaseHex.random(ID_BYTES);
    }
}
