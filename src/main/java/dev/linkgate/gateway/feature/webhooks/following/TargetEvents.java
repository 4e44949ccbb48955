package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of endpoints and links. */
final class TargetEvents {

    private TargetEvents() {}

    /** What a write did, as its record says. */
    static Event of(EventType type, EndedWrite write) {
        Map<String, Object> data = data(write.project(), write.link(), write.endpoint());
        data.put("requestId", write.requestId());
        data.put("receipt", write.receipt().toString());
        data.put("actor", write.actor());
        if (write.team() != null) {
            data.put("team", write.team());
        }
        if (write.closedLater()) {
            data.put("readBack", true);
        }
        return new Event(type, subject(write), target(write), data);
    }

    private static String subject(EndedWrite write) {
        if (write.link() != null) {
            return FollowedTarget.subject(new LinkPath(write.project(), write.link()), write.endpoint());
        }
        String project = "/projects/" + write.project();
        return write.endpoint() == null
                ? project + "/links"
                : project + "/" + write.kind().word() + "s/" + write.endpoint().canonicalSegment();
    }

    /** An endpoint of the project itself is another kind of thing than one of a link. */
    private static Target target(EndedWrite write) {
        Target target = target(write.project(), write.link(), write.endpoint());
        return write.link() != null || write.endpoint() == null
                ? target
                : target.about(write.kind(), write.endpoint().value());
    }

    /** @param resource the endpoint or link as the API shows it; absent if it is gone */
    static Event of(EventType type, FollowedTarget target, @Nullable Object resource) {
        ProjectId project = target.link().project();
        Map<String, Object> data = data(project, target.link().link(), target.endpoint());
        data.put("requestId", target.requestId());
        data.put("receipt", target.receipt());
        if (resource != null) {
            data.put(target.endpoint() == null ? "link" : "endpoint", resource);
        }
        return new Event(type, target.subject(), target(project, target.link().link(), target.endpoint()), data);
    }

    private static Target target(ProjectId project, @Nullable LinkId link, @Nullable EndpointId endpoint) {
        return new Target(project, link, endpoint == null ? null : endpoint.value());
    }

    private static Map<String, Object> data(ProjectId project, @Nullable LinkId link, @Nullable EndpointId endpoint) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("projectId", project);
        if (link != null) {
            data.put("linkId", link);
        }
        if (endpoint != null) {
            data.put("interfaceEndpointId", endpoint);
        }
        return data;
    }
}
