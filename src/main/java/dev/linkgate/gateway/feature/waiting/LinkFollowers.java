package dev.linkgate.gateway.feature.waiting;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.WholeLink;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** Lets callers follow links. */
@Component
public class LinkFollowers {

    private final AuditTrail trail;
    private final LinkReader reader;
    private final Polls polls;

    LinkFollowers(AuditTrail trail, LinkReader reader, Polls polls) {
        this.trail = trail;
        this.reader = reader;
        this.polls = polls;
    }

    /** Follows a link and its endpoints from now on. The audit trail records this as one read. */
    public LinkFollower follow(RequestContext context, LinkPath path) {
        WholeLink first = trail.read(context, Action.LINK_GET, path.target(), () -> reader.first(context, path));
        return polls.follow(path, first);
    }
}
