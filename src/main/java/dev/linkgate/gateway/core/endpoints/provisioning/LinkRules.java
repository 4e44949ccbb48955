package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.link.RemoteRegions;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.kernel.Provider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The rules of writes of links. */
@Component
public class LinkRules implements WriteRules<LinkWrite, Link> {

    private final WaitSettings settings;

    LinkRules(WaitSettings settings) {
        this.settings = settings;
    }

    @Override
    public SendDecision<LinkWrite, Link> before(RequestContext context, AtlasProject project, LinkWrite write) {
        return switch (write) {
            case LinkWrite.Create create ->
                existing(project, create)
                        .<SendDecision<LinkWrite, Link>>map(link -> new SendDecision.Stop<>(onExisting(create, link)))
                        .orElseGet(() -> new SendDecision.Send<>(create, Optional.empty()));
            case LinkWrite.Update update -> before(project, update);
            case LinkWrite.Remove remove -> before(project, remove);
        };
    }

    private SendDecision<LinkWrite, Link> before(AtlasProject project, LinkWrite.Remove remove) {
        LinkPath path = remove.link();
        Optional<Link> link =
                remove.leaving().isPresent() ? find(project, path) : Optional.of(project.link(path.link()));
        if (link.isEmpty()) {
            return new SendDecision.Stop<>(
                    new WriteResult.Unneeded<>(remove.leaving().get().removing()));
        }
        requireEmpty(project, path, link.get().interfaceEndpointIds());
        return new SendDecision.Send<>(remove, link);
    }

    private static Optional<Link> find(AtlasProject project, LinkPath path) {
        return EndpointObservation.find(() -> project.link(path.link()));
    }

    /**
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code link-not-empty}, retryable if all
     *     endpoints are being removed
     */
    private void requireEmpty(AtlasProject project, LinkPath path, List<EndpointId> endpoints) {
        boolean empty = true;
        for (EndpointId id : endpoints) {
            Optional<Endpoint> endpoint = EndpointObservation.find(() -> project.endpoint(path.link(), id));
            empty &= endpoint.isEmpty();
            if (endpoint.isPresent() && !endpoint.get().leaving()) {
                throw Failure.of(
                                ProblemCode.LINK_NOT_EMPTY,
                                "The link has " + endpoints.size() + " endpoints. Remove them first.")
                        .toException();
            }
        }
        if (!empty) {
            throw Failure.of(
                            ProblemCode.LINK_NOT_EMPTY,
                            "All endpoints of the link are being removed. Try again when they are gone, or wait for that"
                                    + " with the header Prefer: wait.")
                    .retryAfter(settings.pollInterval())
                    .toException();
        }
    }

    private static SendDecision<LinkWrite, Link> before(AtlasProject project, LinkWrite.Update update) {
        Link link = project.link(update.link().link());
        if (link.provider() != Provider.AWS) {
            throw Failure.invalid(
                            "supportedRemoteRegions",
                            "belongs to links to AWS, but the link is to "
                                    + link.provider().title())
                    .toException();
        }
        link.place().ifPresent(own -> RemoteRegions.requireOthers(own, update.supportedRemoteRegions()));
        return link.accepts(update.supportedRemoteRegions())
                ? new SendDecision.Stop<>(new WriteResult.Unneeded<>(link))
                : new SendDecision.Send<>(update, Optional.of(link));
    }

    /** That which is as asked for, if there is one. */
    private static Optional<Link> existing(AtlasProject project, LinkWrite.Create create) {
        return project.links(create.link().provider()).stream()
                .filter(create.link()::mayBe)
                .min(Comparator.comparing(
                        link -> difference(create.link(), link).isPresent()));
    }

    private static WriteResult<Link> onExisting(LinkWrite.Create create, Link link) {
        if (create.adopts()) {
            return adopted(create, link);
        }
        throw Failure.of(ProblemCode.LINK_EXISTS, "Atlas already has the link " + link.id() + " for this region.")
                .toException();
    }

    /** Adopts an existing link if it is what was asked for. */
    private static WriteResult<Link> adopted(LinkWrite.Create create, Link link) {
        if (link.status() == LinkStatus.DELETING) {
            throw Failure.of(
                            ProblemCode.LINK_NOT_READY,
                            "Atlas is still removing the earlier link " + link.id()
                                    + " of this region. Try again later.")
                    .toException();
        }
        Optional<String> difference = link.status() == LinkStatus.FAILED
                ? Optional.of("its status is FAILED. Remove it before you create a new one")
                : difference(create.link(), link);
        if (difference.isPresent()) {
            throw Failure.of(
                            ProblemCode.LINK_EXISTS,
                            "Atlas already has the link " + link.id() + " for this region, and " + difference.get()
                                    + ".")
                    .toException();
        }
        return new WriteResult.Unneeded<>(link);
    }

    /** The difference between a link and the wanted one, and what to do about it. */
    private static Optional<String> difference(NewLink wanted, Link link) {
        if (wanted instanceof NewLink.Aws aws
                && link.details() instanceof LinkDetails.Aws actual
                && !link.accepts(aws.supportedRemoteRegions())) {
            String regions = quoted(Objects.requireNonNullElse(actual.supportedRemoteRegions(), List.of()));
            return Optional.of("its supportedRemoteRegions differ. Ask for \"supportedRemoteRegions\":" + regions
                    + " to adopt it as it is, or change it with PATCH");
        }
        if (wanted instanceof NewLink.Gcp gcp
                && link.details() instanceof LinkDetails.Gcp actual
                && gcp.portMappingEnabled() != actual.portMappingEnabled()) {
            return Optional.of(
                    "its portMappingEnabled differs. Ask for \"portMappingEnabled\":"
                            + actual.portMappingEnabled()
                            + " to adopt it as it is. Atlas cannot change it, so remove the link before you create another one");
        }
        return Optional.empty();
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public WriteResult<Link> send(Intent intent, AtlasProject project, LinkWrite write) {
        return project.send(intent, write);
    }

    @Override
    public WriteResult<Link> after(
            RequestContext context,
            AtlasProject project,
            LinkWrite asked,
            SendDecision.Send<LinkWrite, Link> sent,
            WriteResult<Link> result) {
        if (result instanceof WriteResult.Applied<Link> applied) {
            return new WriteResult.Applied<>(
                    applied.resource().or(() -> sent.current().map(Link::removing)));
        }
        boolean exists = result instanceof WriteResult.Rejected<Link> rejected
                && rejected.why().code().equals(ProblemCode.LINK_EXISTS);
        return exists && asked instanceof LinkWrite.Create create
                ? existing(project, create)
                        .map(link -> onExisting(create, link))
                        .orElse(result)
                : result;
    }

    @Override
    public List<String> warnings(SendDecision<LinkWrite, Link> check) {
        return check instanceof SendDecision.Send<LinkWrite, Link> send
                ? switch (send.write()) {
                    case LinkWrite.Create create -> warnings(create.link());
                    case LinkWrite.Update update ->
                        WriteRules.unknownRegions(Provider.AWS, update.supportedRemoteRegions());
                    case LinkWrite.Remove remove -> List.of();
                }
                : List.of();
    }

    private static List<String> warnings(NewLink link) {
        List<String> regions = new ArrayList<>(List.of(link.region().value()));
        List<String> warnings = new ArrayList<>();
        switch (link) {
            case NewLink.Aws aws -> regions.addAll(aws.supportedRemoteRegions());
            case NewLink.Azure azure -> {}
            case NewLink.Gcp gcp -> {
                if (!gcp.portMappingEnabled()) {
                    warnings.add("Atlas ends links to GCP without port mapping on " + LinkDetails.Gcp.END + ".");
                }
            }
        }
        warnings.addAll(WriteRules.unknownRegions(link.provider(), regions));
        return warnings;
    }
}
