package dev.linkgate.link;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Service;

/** What teams may do with the interface endpoints of a link. */
@Service
public class Endpoints {

    private final Atlas atlas;
    private final AuditTrail trail;
    private final FanOut fanOut = new FanOut();

    Endpoints(Atlas atlas, AuditTrail trail) {
        this.atlas = atlas;
        this.trail = trail;
    }

    /**
     * A part of a link's endpoints. Atlas cannot list endpoints: the link names them, and each is read by itself.
     *
     * @param paged cuts the wanted part out of all ids, given what turns ids into endpoints
     */
    public <T> T list(Call call, ProjectId project, LinkId link, Pager<T> paged) {
        return trail.read(call, Action.ENDPOINT_LIST, Target.link(project, link), () -> {
            AtlasProject there = atlas.project(call, project);
            return paged.page(
                    there.link(link).interfaceEndpointIds(),
                    ids -> fanOut.map(ids, id -> find(there, link, new EndpointId(id))).stream()
                            .flatMap(Optional::stream)
                            .toList());
        });
    }

    /** Cuts a page out of a list whose entries cost something. */
    @FunctionalInterface
    public interface Pager<T> {
        T page(List<String> ids, Function<List<String>, List<Endpoint>> read);
    }

    public Endpoint get(Call call, ProjectId project, LinkId link, EndpointId endpoint) {
        return trail.read(
                call,
                Action.ENDPOINT_GET,
                target(project, link, endpoint),
                () -> atlas.project(call, project).endpoint(link, endpoint));
    }

    public Endpoint add(Call call, ProjectId project, LinkId link, EndpointId endpoint) {
        return trail.write(
                call,
                Action.ENDPOINT_ADD,
                target(project, link, endpoint),
                201,
                intent -> atlas.project(call, project).add(intent, link, endpoint));
    }

    /**
     * Asks Atlas to remove an endpoint.
     *
     * @param allowLinkRemoval whether it may be the link's last one, which takes the link with it
     * @return the endpoint as it is after Atlas took the request
     */
    public Endpoint remove(Call call, ProjectId project, LinkId link, EndpointId endpoint, boolean allowLinkRemoval) {
        return trail.write(
                call,
                Action.ENDPOINT_REMOVE,
                target(project, link, endpoint),
                202,
                intent -> remove(intent, atlas.project(call, project), link, endpoint, allowLinkRemoval));
    }

    private Endpoint remove(
            Intent intent, AtlasProject there, LinkId link, EndpointId endpoint, boolean allowLinkRemoval) {
        Endpoint before = there.endpoint(link, endpoint);
        if (!allowLinkRemoval && !hasAnother(there, link, endpoint)) {
            throw Failure.of(
                            ProblemCode.LAST_ENDPOINT,
                            "This is the last endpoint of the link, and Atlas would remove the link with it. Repeat"
                                    + " with allowLinkRemoval=true if you want that.")
                    .toException();
        }
        there.remove(intent, link, endpoint);
        return find(there, link, endpoint).orElseGet(before::removing);
    }

    /** An endpoint that is itself being removed keeps no link alive. */
    private static boolean hasAnother(AtlasProject there, LinkId link, EndpointId endpoint) {
        return there.link(link).interfaceEndpointIds().stream()
                .filter(id -> !id.equals(endpoint.value()))
                .anyMatch(id -> find(there, link, new EndpointId(id))
                        .filter(other -> !other.leaving())
                        .isPresent());
    }

    /** An endpoint that may have vanished since somebody named it. */
    private static Optional<Endpoint> find(AtlasProject there, LinkId link, EndpointId endpoint) {
        try {
            return Optional.of(there.endpoint(link, endpoint));
        } catch (LinkgateException e) {
            return switch (e.failure().code()) {
                case ENDPOINT_NOT_FOUND, LINK_NOT_FOUND -> Optional.empty();
                default -> throw e;
            };
        }
    }

    private static Target target(ProjectId project, LinkId link, EndpointId endpoint) {
        return Target.endpoint(project, link, endpoint.value());
    }
}
