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

    private final Atlas atlas;
    private final AuditTrail trail;

    Links(Atlas atlas, AuditTrail trail) {
        this.atlas = atlas;
        this.trail = trail;
    }

    public List<Link> list(Call call, ProjectId project, Predicate<Link> wanted) {
        return trail.read(
                call,
                Action.LINK_LIST,
                Target.project(project),
                () -> atlas.project(call, project).links().stream()
                        .filter(wanted)
                        .toList());
    }

    public Link get(Call call, ProjectId project, LinkId link) {
        return trail.read(
                call,
                Action.LINK_GET,
                Target.link(project, link),
                () -> atlas.project(call, project).link(link));
    }
}
