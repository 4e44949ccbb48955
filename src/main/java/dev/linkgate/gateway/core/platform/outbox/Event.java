package dev.linkgate.gateway.core.platform.outbox;

import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.ProjectId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened. It contains no secret, because it leaves the gateway.
 *
 * @param subject what it happened to: a path of the API, such as {@code /projects/…/links/…/endpoints/…}. Events of one
 *     subject are delivered in their order
 * @param target what it is about
 * @param data the fields of the event's {@code data}, in their order
 */
public record Event(EventType type, String subject, Target target, Map<String, ? extends @Nullable Object> data) {

    /** The project that it is about; absent if it is about none. */
    public @Nullable ProjectId project() {
        return target.project();
    }

    /** The fields, with what it is about as the audit trail names that. */
    public Map<String, @Nullable Object> told() {
        Map<String, @Nullable Object> told = new LinkedHashMap<>(data);
        Target.Thing thing = target.named();
        if (thing != null) {
            Map<String, String> named = new LinkedHashMap<>();
            named.put("kind", thing.kind().word());
            named.put("name", thing.name());
            if (target.project() != null) {
                named.put("project", target.project().value());
            }
            told.put("target", named);
        }
        return told;
    }
}
