package dev.linkgate.endpoint;

import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkDetails;
import dev.linkgate.link.LinkStatus;
import dev.linkgate.link.LinkWrite;
import dev.linkgate.link.NewLink;
import dev.linkgate.link.WriteResult;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The rules of writes of links. */
@Component
class LinkRules implements WriteRules<LinkWrite, Link> {

    @Override
    public Check<LinkWrite, Link> before(RequestContext context, AtlasProject project, LinkWrite write) {
        return switch (write) {
            case LinkWrite.Create create ->
                existing(project, create)
                        .<Check<LinkWrite, Link>>map(link -> new Check.Stop<>(adopted(create, link)))
                        .orElseGet(() -> new Check.Send<>(create, Optional.empty()));
            case LinkWrite.Update update -> before(project, update);
            case LinkWrite.Remove remove -> {
                Link link = project.link(remove.link().link());
                if (!link.interfaceEndpointIds().isEmpty()) {
                    throw Failure.of(
                                    ProblemCode.LINK_NOT_EMPTY,
                                    "The link has "
                                            + link.interfaceEndpointIds().size() + " endpoints. Remove them first.")
                            .toException();
                }
                yield new Check.Send<>(remove, Optional.of(link));
            }
        };
    }

    private static Check<LinkWrite, Link> before(AtlasProject project, LinkWrite.Update update) {
        Link link = project.link(update.link().link());
        if (link.provider() != Provider.AWS) {
            throw Failure.invalid(
                            "supportedRemoteRegions",
                            "belongs to links to AWS, but the link is to "
                                    + link.provider().title())
                    .toException();
        }
        return link.accepts(update.supportedRemoteRegions())
                ? new Check.Stop<>(new WriteResult.Unneeded<>(link))
                : new Check.Send<>(update, Optional.of(link));
    }

    /** Atlas has one link for each region of a provider. */
    private static Optional<Link> existing(AtlasProject project, LinkWrite.Create create) {
        return project.links(create.link().provider()).stream()
                .filter(link -> link.isIn(create.link().region()))
                .findFirst();
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
        Optional<String> difference =
                link.status() == LinkStatus.FAILED ? Optional.of("status is FAILED") : difference(create.link(), link);
        if (difference.isPresent()) {
            throw Failure.of(
                            ProblemCode.LINK_EXISTS,
                            "Atlas already has the link " + link.id() + " for this region, and its " + difference.get()
                                    + ".")
                    .toException();
        }
        return new WriteResult.Unneeded<>(link);
    }

    private static Optional<String> difference(NewLink wanted, Link link) {
        if (wanted instanceof NewLink.Aws aws
                && link.details() instanceof LinkDetails.Aws actual
                && !link.accepts(aws.supportedRemoteRegions())) {
            return Optional.of("supportedRemoteRegions is " + actual.supportedRemoteRegions());
        }
        if (wanted instanceof NewLink.Gcp gcp
                && link.details() instanceof LinkDetails.Gcp actual
                && gcp.portMappingEnabled() != actual.portMappingEnabled()) {
            return Optional.of("portMappingEnabled is " + actual.portMappingEnabled());
        }
        return Optional.empty();
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
            Check.Send<LinkWrite, Link> sent,
            WriteResult<Link> result) {
        if (result instanceof WriteResult.Applied<Link> applied) {
            return new WriteResult.Applied<>(
                    applied.resource().or(() -> sent.current().map(Link::removing)));
        }
        boolean exists = result instanceof WriteResult.Rejected<Link> rejected
                && rejected.why().code() == ProblemCode.LINK_EXISTS;
        return exists && asked instanceof LinkWrite.Create create
                ? existing(project, create).map(link -> adopted(create, link)).orElse(result)
                : result;
    }

    /** The checks before a write of a link already cover what Atlas checks and the gateway can know. */
    @Override
    public void foresee(AtlasProject project, LinkWrite write) {}

    @Override
    public List<String> warnings(Check<LinkWrite, Link> check) {
        boolean endsSoon = check instanceof Check.Send<LinkWrite, Link> send
                && send.write() instanceof LinkWrite.Create create
                && create.link() instanceof NewLink.Gcp gcp
                && !gcp.portMappingEnabled();
        return endsSoon ? List.of("Atlas ends links to GCP without port mapping on 2027-04-30.") : List.of();
    }
}
