package dev.linkgate.endpoint;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Target;
import dev.linkgate.link.Aged;
import dev.linkgate.link.Freshness;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkPath;
import dev.linkgate.link.WholeLink;
import dev.linkgate.reads.SharedAtlas;
import dev.linkgate.watch.LinkFollower;
import dev.linkgate.watch.LinkReader;
import dev.linkgate.watch.Pollers;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;

/** What teams may ask about the links of a project. */
@Service
public class Links {

    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final LinkReader reader;
    private final Pollers pollers;

    Links(SharedAtlas atlas, AuditTrail trail, LinkReader reader, Pollers pollers) {
        this.atlas = atlas;
        this.trail = trail;
        this.reader = reader;
        this.pollers = pollers;
    }

    public Aged<List<Link>> list(
            RequestContext context, ProjectId project, Freshness freshness, Predicate<Link> wanted) {
        return trail.read(
                context,
                Action.LINK_LIST,
                Target.project(project),
                () -> atlas.project(context, project)
                        .links(freshness)
                        .map(all -> all.stream().filter(wanted).toList()));
    }

    public Aged<Link> get(RequestContext context, ProjectId project, LinkId link, Freshness freshness) {
        return trail.read(
                context,
                Action.LINK_GET,
                Target.link(project, link),
                () -> atlas.project(context, project).link(link, freshness));
    }

    /**
     * Follows a link and its endpoints from now on. The audit trail records this as one read.
     *
     * @return must be closed
     */
    public LinkFollower follow(RequestContext context, ProjectId project, LinkId link) {
        LinkPath path = new LinkPath(project, link);
        WholeLink first =
                trail.read(context, Action.LINK_GET, Target.link(project, link), () -> reader.first(context, path));
        return pollers.follow(path, first);
    }
}
