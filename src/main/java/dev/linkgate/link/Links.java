package dev.linkgate.link;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Target;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.stereotype.Service;

/** What teams may ask about the links of a project. */
@Service
public class Links {

    private final SharedAtlas atlas;
    private final AuditTrail trail;

    Links(SharedAtlas atlas, AuditTrail trail) {
        this.atlas = atlas;
        this.trail = trail;
    }

    public Seen<List<Link>> list(Call call, ProjectId project, Freshness freshness, Predicate<Link> wanted) {
        return trail.read(
                call,
                Action.LINK_LIST,
                Target.project(project),
                () -> atlas.project(call, project)
                        .links(freshness)
                        .map(all -> all.stream().filter(wanted).toList()));
    }

    public Seen<Link> get(Call call, ProjectId project, LinkId link, Freshness freshness) {
        return trail.read(
                call,
                Action.LINK_GET,
                Target.link(project, link),
                () -> atlas.project(call, project).link(link, freshness));
    }
}
