package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkName;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.port.LinkWait;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.endpoints.reads.FanOut;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What teams may do with the links of a project. */
@Service
public class Links {

    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final LinkWait linkWait;
    private final WritePipeline pipeline;
    private final LinkRules rules;
    private final FanOut fanOut;

    Links(
            SharedAtlas atlas,
            AuditTrail trail,
            LinkWait linkWait,
            WritePipeline pipeline,
            LinkRules rules,
            FanOut fanOut) {
        this.atlas = atlas;
        this.trail = trail;
        this.linkWait = linkWait;
        this.pipeline = pipeline;
        this.rules = rules;
        this.fanOut = fanOut;
    }

    /**
     * A project's links. Atlas lists the links to each cloud separately.
     *
     * @param provider the only cloud to ask about; absent for all
     * @return as old as its oldest part
     */
    public Aged<List<Link>> list(
            RequestContext context,
            ProjectId project,
            @Nullable Provider provider,
            Predicate<Link> wanted,
            Freshness freshness) {
        return trail.read(context, Action.LINK_LIST, Target.project(project), () -> {
            SharedProject atlasProject = atlas.project(context, project);
            List<Provider> providers = provider == null ? List.copyOf(atlasProject.providers()) : List.of(provider);
            return Aged.joined(fanOut.map(context, providers, each -> atlasProject.links(each, freshness)))
                    .map(all -> all.stream().filter(wanted).toList());
        });
    }

    /** @param patience how long to hold the answer until the link has settled or is gone; zero does not wait */
    public Aged<Link> get(RequestContext context, LinkPath path, Freshness freshness, Duration patience) {
        long began = System.nanoTime();
        return trail.read(context, Action.LINK_GET, path.target(), () -> {
            Aged<Link> first = atlas.project(context, path.project()).link(path.link(), freshness);
            return linkWait.afterReading(context, path, first, patience.minusNanos(System.nanoTime() - began));
        });
    }

    /**
     * The path of a link. A link named by its place is looked up at Atlas, or among the links that were read a moment
     * ago. The audit trail has a failed lookup as a read of its own, and else the request that named the link.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code link-not-found}, or the problem of reading
     *     the links
     */
    public LinkPath path(RequestContext context, ProjectId project, LinkName name) {
        return new LinkPath(project, name.id().orElseGet(() -> lookUp(context, project, name.place())));
    }

    /**
     * The path of a link to this provider. Atlas is asked only if the gateway has not seen the link yet. The audit
     * trail has a failure as a read of its own.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code link-not-found}, also if the link is to
     *     another provider, or the problem of reading it
     */
    public LinkPath path(RequestContext context, ProjectId project, Provider provider, LinkId link) {
        LinkPath path = new LinkPath(project, link);
        try {
            if (atlas.project(context, project).providerOf(link) == provider) {
                return path;
            }
            throw Failure.of(ProblemCode.LINK_NOT_FOUND, "The link is not to " + provider.title() + ".")
                    .toException();
        } catch (LinkgateException e) {
            return trail.read(context, Action.LINK_GET, path.target(), () -> {
                throw e;
            });
        }
    }

    /** The cloud of a link, if it is named by that or the gateway has seen it: Atlas is not asked. */
    public Optional<Provider> knownProviderOf(ProjectId project, LinkName name) {
        return name.id()
                .map(link -> atlas.knownProviderOf(new LinkPath(project, link)))
                .orElseGet(() -> Optional.of(name.place().provider()));
    }

    /** Whether a link to GCP is port-mapped, as Atlas or a recent answer says. */
    public boolean isPortMapped(RequestContext context, LinkPath path) {
        Link link = atlas.project(context, path.project())
                .link(path.link(), Freshness.SHARED)
                .value();
        return link.details() instanceof LinkDetails.Gcp gcp && gcp.portMappingEnabled();
    }

    private LinkId lookUp(RequestContext context, ProjectId project, LinkName.Place place) {
        try {
            return find(context, project, place);
        } catch (LinkgateException e) {
            // Another replica may just have made it; then the lookup is on record, too.
            return trail.read(context, Action.LINK_GET, Target.project(project), () -> find(context, project, place));
        }
    }

    private LinkId find(RequestContext context, ProjectId project, LinkName.Place place) {
        SharedProject atlasProject = atlas.project(context, project);
        List<Link> links = atlasProject.providers().contains(place.provider())
                ? atlasProject.links(place.provider(), Freshness.SHARED).value()
                : List.of();
        return links.stream()
                .filter(link -> link.isIn(place.region()))
                .min(Comparator.comparing(link -> link.details().end() != null)) // that which stays
                .map(Link::id)
                .orElseThrow(() -> Failure.of(
                                ProblemCode.LINK_NOT_FOUND,
                                "The project has no link to " + place.provider().title() + " in " + place.region()
                                        + ".")
                        .toException());
    }

    /**
     * The result of creating a link.
     *
     * @param adopted whether the link existed and is what was asked for
     */
    public record Created(Aged<Link> link, boolean adopted) {}

    /** @param patience how long to hold the answer until the link has settled; zero does not wait */
    public Created create(RequestContext context, LinkWrite.Create create, Duration patience) {
        WriteResult<Link> result = run(context, create, Precondition.NONE);
        Link link = result.resourceOrThrow();
        Aged<Link> latest = linkWait.untilSettled(context, new LinkPath(create.project(), link.id()), link, patience);
        return new Created(latest, result instanceof WriteResult.Unneeded<Link>);
    }

    public Link update(RequestContext context, LinkWrite.Update update, Precondition precondition) {
        return run(context, update, precondition).resourceOrThrow();
    }

    /**
     * Removes a link without endpoints.
     *
     * @param patience how long to wait, first for endpoints that are being removed, then for the link; zero does not
     *     wait. A removal with a precondition does not wait for endpoints, because each one that goes changes the link
     */
    public Aged<Link> remove(
            RequestContext context, LinkWrite.Remove remove, Precondition precondition, Duration patience) {
        boolean waits = patience.isPositive() && !precondition.needsLock();
        LinkWait.Emptied emptied = waits
                ? linkWait.untilEmpty(context, remove.link(), patience)
                : new LinkWait.Emptied(patience, Optional.empty());
        Link removing = run(context, new LinkWrite.Remove(remove.link(), emptied.leaving()), precondition)
                .resourceOrThrow();
        return linkWait.untilGone(context, remove.link(), removing, emptied.left());
    }

    private WriteResult<Link> run(RequestContext context, LinkWrite write, Precondition precondition) {
        return pipeline.run(
                context, atlas.project(context, write.project()), write, rules, WriteHooks.of(precondition));
    }

    /** What a write would do. */
    public DryRun dryRun(RequestContext context, LinkWrite write, Precondition precondition) {
        return pipeline.dryRun(context, atlas.project(context, write.project()), write, rules, precondition);
    }
}
