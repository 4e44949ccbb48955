package dev.linkgate.gateway.atlas;

import dev.linkgate.gateway.audit.Intent;
import dev.linkgate.gateway.channel.AtlasFault;
import dev.linkgate.gateway.channel.AtlasOperation;
import dev.linkgate.gateway.channel.AtlasRequest;
import dev.linkgate.gateway.channel.AtlasResponse;
import dev.linkgate.gateway.channel.FaultClassifier;
import dev.linkgate.gateway.channel.TransportFailure;
import dev.linkgate.gateway.credential.AtlasCredential;
import dev.linkgate.gateway.link.AtlasProject;
import dev.linkgate.gateway.link.AtlasWrite;
import dev.linkgate.gateway.link.ClusterConnections;
import dev.linkgate.gateway.link.Endpoint;
import dev.linkgate.gateway.link.EndpointWrite;
import dev.linkgate.gateway.link.Link;
import dev.linkgate.gateway.link.LinkPath;
import dev.linkgate.gateway.link.LinkStatus;
import dev.linkgate.gateway.link.LinkWrite;
import dev.linkgate.gateway.link.NewLink;
import dev.linkgate.gateway.link.PlannedRequest;
import dev.linkgate.gateway.link.RegionalMode;
import dev.linkgate.gateway.link.RegionalModeWrite;
import dev.linkgate.gateway.link.WriteResult;
import dev.linkgate.gateway.request.AtlasAnswer;
import dev.linkgate.gateway.request.EndpointId;
import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.LinkgateException;
import dev.linkgate.gateway.request.ProblemCode;
import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One project on Atlas for one request of a caller. All its requests to Atlas share a deadline. The time begins with
 * the first request, or the first question about the time left, and not while the caller's request still waits for its
 * audit record.
 */
final class ProjectOnAtlas implements AtlasProject {

    private final ResilientClient client;
    private final Dialect dialect;
    private final KnownProviders known;
    private final RequestContext context;
    private final AtlasCredential credential;
    private final ProjectId project;
    private final Duration time;
    private volatile @Nullable Deadline started;

    /** Both as {@link System#nanoTime()}; a write leaves time to read it back. */
    private record Deadline(long nanos, long ofWritesNanos) {

        static Deadline in(Duration time) {
            long now = System.nanoTime();
            return new Deadline(now + time.toNanos(), now + time.toNanos() / 3 * 2);
        }
    }

    ProjectOnAtlas(
            ResilientClient client,
            Dialect dialect,
            KnownProviders known,
            Duration time,
            RequestContext context,
            AtlasCredential credential,
            ProjectId project) {
        this.client = client;
        this.dialect = dialect;
        this.known = known;
        this.context = context;
        this.credential = credential;
        this.project = project;
        this.time = time;
    }

    private Deadline deadline() {
        Deadline deadline = started;
        if (deadline == null) {
            deadline = Deadline.in(time); // if two threads are first, either value is right
            started = deadline;
        }
        return deadline;
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofNanos(Math.max(0, deadline().nanos() - System.nanoTime()));
    }

    @Override
    public Set<Provider> providers() {
        return dialect.providers();
    }

    @Override
    public List<Link> links(Provider provider) {
        return links(provider, this::reading);
    }

    @Override
    public Link link(LinkId link) {
        return link(link, this::reading);
    }

    @Override
    public Provider providerOf(LinkId link) {
        return known.of(path(link)).orElseGet(() -> link(link).provider());
    }

    @Override
    public Endpoint endpoint(LinkId link, EndpointId endpoint) {
        return endpoint(link, endpoint, this::reading);
    }

    @Override
    public RegionalMode regionalMode() {
        return regionalMode(this::reading);
    }

    @Override
    public ClusterConnections clusterConnections() {
        return new ClusterPages(this::clusterPage).connections();
    }

    private AtlasResponse clusterPage(int number, int size) {
        Dialect.Resource page = dialect.clusters(project, number, size);
        return success(
                AtlasOperation.LIST_CLUSTERS,
                AtlasRequest.read(
                        page.uri(),
                        page.accept(),
                        credential,
                        context,
                        deadline().nanos()));
    }

    private List<Link> links(Provider provider, Function<String, AtlasRequest> request) {
        List<Link> links = read(
                AtlasOperation.LIST_LINKS,
                request.apply(dialect.links(project, provider)),
                response -> AtlasBodies.links(response, provider));
        links.forEach(link -> known.note(path(link.id()), provider));
        return links.stream().filter(link -> !link.gone()).toList();
    }

    /** Atlas's path names the provider. Each is tried if the link was not seen before. */
    private Link link(LinkId id, Function<String, AtlasRequest> request) {
        List<Provider> candidates =
                known.of(path(id)).map(List::of).orElseGet(() -> new ArrayList<>(dialect.providers()));
        Provider last = candidates.getLast();
        for (Provider candidate : candidates.subList(0, candidates.size() - 1)) {
            Optional<Link> found = find(() -> link(id, candidate, request));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return link(id, last, request);
    }

    private Link link(LinkId id, Provider provider, Function<String, AtlasRequest> request) {
        Link link = read(
                AtlasOperation.GET_LINK,
                request.apply(dialect.link(project, provider, id)),
                response -> AtlasBodies.link(response, provider));
        known.note(path(id), provider);
        if (link.gone()) {
            throw AtlasFault.NO_LINK.failure().toException();
        }
        return link;
    }

    /**
     * Atlas's 404 may name the link although only the endpoint is absent, or is of another cloud. And Atlas may know an
     * endpoint of Azure in one spelling only, although case makes no difference. In these cases the link is read, too.
     */
    private Endpoint endpoint(LinkId link, EndpointId id, Function<String, AtlasRequest> request) {
        known.of(path(link)).ifPresent(id::requireOn);
        try {
            return endpointAsSpelled(link, id, request);
        } catch (LinkgateException absent) {
            ProblemCode code = absent.failure().code();
            boolean needsLink = code == ProblemCode.LINK_NOT_FOUND
                    || (code == ProblemCode.ENDPOINT_NOT_FOUND && id.provider() == Provider.AZURE);
            if (!needsLink) {
                throw absent;
            }
            return endpointOf(link(link, request), id, request, absent.failure());
        }
    }

    /** The endpoint in the link's own spelling, if that is another one. */
    private Endpoint endpointOf(Link link, EndpointId id, Function<String, AtlasRequest> request, Failure absent) {
        id.requireOn(link.provider());
        return link.interfaceEndpointIds().stream()
                .filter(other -> other.equals(id) && !other.value().equals(id.value()))
                .findFirst()
                .flatMap(spelling -> find(() -> endpointAsSpelled(link.id(), spelling, request)))
                .orElseThrow(() -> AtlasFault.NOTHING_THERE
                        .failure()
                        .answeredBy(absent.atlas())
                        .toException());
    }

    private Endpoint endpointAsSpelled(LinkId link, EndpointId id, Function<String, AtlasRequest> request) {
        Endpoint found = read(
                AtlasOperation.GET_ENDPOINT,
                request.apply(dialect.endpoint(project, link, id)),
                response -> AtlasBodies.endpoint(response, id.provider()));
        known.note(path(link), id.provider());
        if (found.gone()) {
            throw AtlasFault.NOTHING_THERE.failure().toException();
        }
        return found;
    }

    private RegionalMode regionalMode(Function<String, AtlasRequest> request) {
        return read(
                AtlasOperation.GET_REGIONAL_MODE,
                request.apply(dialect.regionalMode(project)),
                AtlasBodies::regionalMode);
    }

    @Override
    public PlannedRequest request(AtlasWrite write) {
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
                yield new PlannedRequest("DELETE", dialect.link(project, providerOf(link), link), null);
            }
            case RegionalModeWrite mode ->
                new PlannedRequest("PATCH", dialect.regionalMode(project), dialect.regionalMode(mode.enabled()));
        };
    }

    @Override
    public WriteResult<Endpoint> send(Intent intent, EndpointWrite write) {
        LinkId link = write.link().link();
        EndpointId id = write.id();
        boolean adds = !(write instanceof EndpointWrite.Remove);
        return write(
                intent,
                write,
                adds ? AtlasOperation.ADD_ENDPOINT : AtlasOperation.REMOVE_ENDPOINT,
                response -> AtlasBodies.endpoint(response, id.provider()),
                () -> {
                    Optional<Endpoint> found = find(() -> endpoint(link, id, this::readingBack));
                    boolean stays =
                            found.filter(endpoint -> !endpoint.leaving()).isPresent();
                    return applied(stays == adds, found);
                },
                response -> adds ? explainAddition(response, link, id) : explainRemoval(response, link));
    }

    @Override
    public WriteResult<Link> send(Intent intent, LinkWrite write) {
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
                response -> AtlasBodies.link(response, provider),
                () -> {
                    Optional<Link> found = links(provider, this::readingBack).stream()
                            .filter(other -> other.isIn(link.region()) && other.status() != LinkStatus.DELETING)
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
                response -> AtlasBodies.link(response, Provider.AWS),
                () -> {
                    Link found = link(id, this::readingBack);
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
                    Optional<Link> found = find(() -> link(id, this::readingBack));
                    boolean stays = found.filter(link -> link.status() != LinkStatus.DELETING)
                            .isPresent();
                    return applied(!stays, found);
                },
                response -> FaultClassifier.failure(AtlasOperation.REMOVE_LINK, response));
    }

    @Override
    public WriteResult<RegionalMode> send(Intent intent, RegionalModeWrite write) {
        return write(
                intent,
                write,
                AtlasOperation.SET_REGIONAL_MODE,
                AtlasBodies::regionalMode,
                () -> {
                    RegionalMode found = regionalMode(this::readingBack);
                    return applied(found.enabled() == write.enabled(), Optional.of(found));
                },
                response -> FaultClassifier.failure(AtlasOperation.SET_REGIONAL_MODE, response));
    }

    private <T> WriteResult<T> write(
            Intent intent,
            AtlasWrite write,
            AtlasOperation operation,
            Function<AtlasResponse, Optional<T>> body,
            Supplier<Optional<WriteResult.Applied<T>>> readBack,
            Function<AtlasResponse, Failure> explanation) {
        PlannedRequest planned = request(write);
        return client.write(operation, body, readBack, explanation)
                .send(AtlasRequest.write(
                        intent,
                        HttpMethod.valueOf(planned.method()),
                        planned.path(),
                        dialect.accept(),
                        planned.body() == null ? null : planned.body().toString(),
                        credential,
                        context,
                        deadline().ofWritesNanos()));
    }

    private static <T> Optional<WriteResult.Applied<T>> applied(boolean visible, Optional<T> found) {
        return visible ? Optional.of(new WriteResult.Applied<>(found)) : Optional.empty();
    }

    /** Reads a resource that may be gone. */
    private static <T> Optional<T> find(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (LinkgateException e) {
            return switch (e.failure().code()) {
                case ENDPOINT_NOT_FOUND, LINK_NOT_FOUND -> Optional.empty();
                default -> throw e;
            };
        }
    }

    private AtlasRequest reading(String uri) {
        return AtlasRequest.read(
                uri, dialect.accept(), credential, context, deadline().nanos());
    }

    private AtlasRequest readingBack(String uri) {
        return AtlasRequest.readBack(
                uri, dialect.accept(), credential, context, deadline().nanos());
    }

    private <T> T read(AtlasOperation operation, AtlasRequest request, Function<AtlasResponse, Optional<T>> body) {
        AtlasResponse response = success(operation, request);
        return body.apply(response)
                .orElseThrow(() -> AtlasFault.UNREADABLE
                        .failure(operation)
                        .answeredBy(response.refusal())
                        .toException());
    }

    private AtlasResponse success(AtlasOperation operation, AtlasRequest request) {
        AtlasResponse response;
        try {
            response = client.read(request);
        } catch (TransportFailure e) {
            throw FaultClassifier.failure(operation, e).toException();
        }
        if (!response.isSuccess()) {
            throw FaultClassifier.failure(operation, response).toException();
        }
        return response;
    }

    private LinkPath path(LinkId link) {
        return new LinkPath(project, link);
    }

    /** Atlas may name the link although only the endpoint is absent. */
    private Failure explainRemoval(AtlasResponse response, LinkId link) {
        Failure failure = FaultClassifier.failure(AtlasOperation.REMOVE_ENDPOINT, response);
        return failure.code() == ProblemCode.LINK_NOT_FOUND && isThere(link)
                ? AtlasFault.NOTHING_THERE.failure().answeredBy(response.refusal())
                : failure;
    }

    private boolean isThere(LinkId link) {
        try {
            link(link);
            return true;
        } catch (LinkgateException unreadable) {
            return false;
        }
    }

    /** Atlas's code for a conflict is not always known; then the link and the endpoint show the cause. */
    private Failure explainAddition(AtlasResponse response, LinkId link, EndpointId endpoint) {
        Failure failure = FaultClassifier.failure(AtlasOperation.ADD_ENDPOINT, response);
        if (failure.code() != ProblemCode.ATLAS_CONFLICT) {
            return failure;
        }
        AtlasAnswer answer = response.refusal();
        try {
            Link found = link(link);
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
