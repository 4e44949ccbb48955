package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.PlannedRequest;
import dev.linkgate.gateway.core.endpoints.port.ResourceWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The writes of one project on Atlas: the request of each, how it is read back, and what a refusal means.
 *
 * @param readBacks the reads that read back a write
 * @param request makes the request of a planned one, for the right of an intent
 */
record ProjectWrites(
        ResilientClient client,
        Dialect dialect,
        ProjectId project,
        ProjectReads reads,
        ProjectReads readBacks,
        Request request) {

    @FunctionalInterface
    interface Request {
        AtlasRequest of(Intent intent, PlannedRequest planned);
    }

    PlannedRequest planned(AtlasWrite write) {
        return switch (write) {
            case EndpointWrite.Add add ->
                new PlannedRequest(
                        "POST",
                        dialect.endpoints(
                                project, add.id().provider(), add.link().link()),
                        dialect.addition(add.endpoint()));
            case EndpointWrite.Remove remove ->
                new PlannedRequest(
                        "DELETE", dialect.endpoint(project, remove.link().link(), remove.id()), null);
            case EndpointWrite.Ensure ensure ->
                throw new IllegalArgumentException("It is an addition or a replacement, which the checks decide.");
            case LinkWrite.Create create ->
                new PlannedRequest("POST", dialect.newLinks(project), dialect.creation(create.link()));
            case LinkWrite.Update update ->
                new PlannedRequest(
                        "PATCH",
                        dialect.changes(project, update.link().link()),
                        dialect.update(update.supportedRemoteRegions()));
            case LinkWrite.Remove remove -> {
                LinkId link = remove.link().link();
                yield new PlannedRequest("DELETE", dialect.link(project, reads.providerOf(link), link), null);
            }
            case ResourceWrite<?> change ->
                new PlannedRequest(
                        change.method(), dialect.resource(project, change.path(), change.written()), change.body());
        };
    }

    WriteResult<Endpoint> send(Intent intent, EndpointWrite write) {
        LinkId link = write.link().link();
        EndpointId id = write.id();
        boolean adds = !(write instanceof EndpointWrite.Remove);
        return write(
                intent,
                write,
                adds ? AtlasOperation.ADD_ENDPOINT : AtlasOperation.REMOVE_ENDPOINT,
                response -> EndpointBodies.endpoint(response, id.provider()),
                () -> {
                    Optional<Endpoint> found = EndpointObservation.find(() -> readBacks.endpoint(link, id));
                    boolean stays =
                            found.filter(endpoint -> !endpoint.leaving()).isPresent();
                    return applied(stays == adds, found);
                },
                response -> adds ? explainAddition(response, link, id) : explainRemoval(response, link));
    }

    WriteResult<Link> send(Intent intent, LinkWrite write) {
        return switch (write) {
            case LinkWrite.Create create -> create(intent, create);
            case LinkWrite.Update update -> update(intent, update);
            case LinkWrite.Remove remove -> remove(intent, remove);
        };
    }

    private WriteResult<Link> create(Intent intent, LinkWrite.Create create) {
        NewLink link = create.link();
        Provider provider = link.provider();
        return write(
                intent,
                create,
                AtlasOperation.CREATE_LINK,
                response -> LinkBodies.link(response, provider),
                () -> {
                    Optional<Link> found = readBacks.links(provider).stream()
                            .filter(other -> link.mayBe(other) && other.status() != LinkStatus.DELETING)
                            .findFirst();
                    return applied(found.isPresent(), found);
                },
                response -> FaultClassifier.failure(AtlasOperation.CREATE_LINK, response));
    }

    private WriteResult<Link> update(Intent intent, LinkWrite.Update update) {
        LinkId id = update.link().link();
        return write(
                intent,
                update,
                AtlasOperation.UPDATE_LINK,
                response -> LinkBodies.link(response, Provider.AWS),
                () -> {
                    Link found = readBacks.link(id);
                    return applied(found.accepts(update.supportedRemoteRegions()), Optional.of(found));
                },
                response -> FaultClassifier.failure(AtlasOperation.UPDATE_LINK, response));
    }

    private WriteResult<Link> remove(Intent intent, LinkWrite.Remove remove) {
        LinkId id = remove.link().link();
        return write(
                intent,
                remove,
                AtlasOperation.REMOVE_LINK,
                response -> Optional.empty(),
                () -> {
                    Optional<Link> found = EndpointObservation.find(() -> readBacks.link(id));
                    boolean stays = found.filter(link -> link.status() != LinkStatus.DELETING)
                            .isPresent();
                    return applied(!stays, found);
                },
                response -> FaultClassifier.failure(AtlasOperation.REMOVE_LINK, response));
    }

    <T extends Record> WriteResult<T> send(Intent intent, ResourceWrite<T> write) {
        AtlasOperation operation = operation(write);
        return write(
                intent,
                write,
                operation,
                write.answer()::apply,
                () -> {
                    Optional<T> found = EndpointObservation.find(() -> readBacks.resource(write.written()));
                    return applied(write.isDone(found.orElse(null)), found);
                },
                response -> FaultClassifier.failure(operation, response));
    }

    private static AtlasOperation operation(ResourceWrite<?> write) {
        return write.added().isPresent()
                ? AtlasOperation.ADD_ENTRY
                : write.removed().isPresent() ? AtlasOperation.REMOVE_ENTRY : AtlasOperation.CHANGE_RESOURCE;
    }

    private <T> WriteResult<T> write(
            Intent intent,
            AtlasWrite write,
            AtlasOperation operation,
            Function<AtlasResponse, Optional<T>> body,
            Supplier<Optional<WriteResult.Applied<T>>> readBack,
            Function<AtlasResponse, Failure> explanation) {
        return client.write(operation, body, readBack, explanation).send(request.of(intent, planned(write)));
    }

    private static <T> Optional<WriteResult.Applied<T>> applied(boolean visible, Optional<T> found) {
        return visible ? Optional.of(new WriteResult.Applied<>(found)) : Optional.empty();
    }

    /** Atlas may name the link although only the endpoint is absent. */
    private Failure explainRemoval(AtlasResponse response, LinkId link) {
        Failure failure = FaultClassifier.failure(AtlasOperation.REMOVE_ENDPOINT, response);
        return failure.code().equals(ProblemCode.LINK_NOT_FOUND) && isThere(link)
                ? AtlasFault.NOTHING_THERE.failure().answeredBy(response.refusal())
                : failure;
    }

    private boolean isThere(LinkId link) {
        try {
            reads.link(link);
            return true;
        } catch (LinkgateException unreadable) {
            return false;
        }
    }

    /** Atlas's code for a conflict is not always known; then the link and the endpoint show the cause. */
    private Failure explainAddition(AtlasResponse response, LinkId link, EndpointId endpoint) {
        Failure failure = FaultClassifier.failure(AtlasOperation.ADD_ENDPOINT, response);
        if (!failure.code().equals(ProblemCode.ATLAS_CONFLICT)) {
            return failure;
        }
        AtlasAnswer answer = response.refusal();
        try {
            Link found = reads.link(link);
            if (found.interfaceEndpointIds().contains(endpoint)) {
                return AtlasFault.EXISTS.failure().answeredBy(answer);
            }
            return found.status() == LinkStatus.INITIATING
                    ? AtlasFault.NOT_READY.failure().answeredBy(answer)
                    : failure;
        } catch (LinkgateException e) {
            return failure;
        }
    }
}
