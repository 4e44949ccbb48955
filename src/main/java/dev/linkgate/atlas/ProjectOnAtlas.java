package dev.linkgate.atlas;

import dev.linkgate.audit.Intent;
import dev.linkgate.credential.AtlasCredential;
import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointWrite;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkStatus;
import dev.linkgate.link.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
            Duration time,
            RequestContext context,
            AtlasCredential credential,
            ProjectId project) {
        this.client = client;
        this.dialect = dialect;
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
    public List<Link> links() {
        return read(AtlasOperation.LIST_LINKS, dialect.links(project), AtlasBodies::links);
    }

    @Override
    public Link link(LinkId link) {
        return read(AtlasOperation.GET_LINK, dialect.link(project, link), AtlasBodies::link);
    }

    @Override
    public Endpoint endpoint(LinkId link, EndpointId endpoint) {
        return read(AtlasOperation.GET_ENDPOINT, dialect.endpoint(project, link, endpoint), AtlasBodies::endpoint);
    }

    @Override
    public WriteResult send(Intent intent, EndpointWrite write) {
        LinkId link = write.link().link();
        EndpointId endpoint = write.endpoint();
        return switch (write) {
            case EndpointWrite.Add add -> add(intent, link, endpoint);
            case EndpointWrite.Ensure ensure -> add(intent, link, endpoint);
            case EndpointWrite.Remove remove -> remove(intent, link, endpoint);
        };
    }

    private WriteResult add(Intent intent, LinkId link, EndpointId endpoint) {
        return client.write(
                        AtlasOperation.ADD_ENDPOINT,
                        () -> readBack(link, endpoint),
                        response -> explain(response, link, endpoint))
                .send(write(intent, HttpMethod.POST, dialect.endpoints(project, link), dialect.addition(endpoint)));
    }

    private WriteResult remove(Intent intent, LinkId link, EndpointId endpoint) {
        return client.write(
                        AtlasOperation.REMOVE_ENDPOINT,
                        () -> readBack(link, endpoint),
                        response -> FaultClassifier.failure(AtlasOperation.REMOVE_ENDPOINT, response))
                .send(write(intent, HttpMethod.DELETE, dialect.endpoint(project, link, endpoint), null));
    }

    private <T> T read(AtlasOperation operation, String uri, Function<AtlasResponse, Optional<T>> body) {
        return read(
                operation,
                AtlasRequest.read(
                        uri, dialect.accept(), credential, context, deadline().nanos()),
                body);
    }

    private Optional<Endpoint> readBack(LinkId link, EndpointId endpoint) {
        String uri = dialect.endpoint(project, link, endpoint);
        AtlasRequest request = AtlasRequest.readBack(
                uri, dialect.accept(), credential, context, deadline().nanos());
        try {
            return Optional.of(read(AtlasOperation.GET_ENDPOINT, request, AtlasBodies::endpoint));
        } catch (LinkgateException e) {
            return switch (e.failure().code()) {
                case ENDPOINT_NOT_FOUND, LINK_NOT_FOUND -> Optional.empty();
                default -> throw e;
            };
        }
    }

    private <T> T read(AtlasOperation operation, AtlasRequest request, Function<AtlasResponse, Optional<T>> body) {
        AtlasResponse response = ask(operation, request);
        if (!response.isSuccess()) {
            throw FaultClassifier.failure(operation, response).toException();
        }
        return body.apply(response)
                .orElseThrow(() -> AtlasFault.UNREADABLE
                        .failure(operation)
                        .answeredBy(response.refusal())
                        .toException());
    }

    private AtlasResponse ask(AtlasOperation operation, AtlasRequest request) {
        try {
            return client.read(request);
        } catch (TransportFailure e) {
            throw FaultClassifier.failure(operation, e).toException();
        }
    }

    private AtlasRequest write(Intent intent, HttpMethod method, String uri, @Nullable String body) {
        return AtlasRequest.write(
                intent,
                method,
                uri,
                dialect.accept(),
                body,
                credential,
                context,
                deadline().ofWritesNanos());
    }

    /** Atlas's code for a conflict is not always known; then the link and the endpoint show the cause. */
    private Failure explain(AtlasResponse response, LinkId link, EndpointId endpoint) {
        Failure failure = FaultClassifier.failure(AtlasOperation.ADD_ENDPOINT, response);
        if (failure.code() != ProblemCode.ATLAS_CONFLICT) {
            return failure;
        }
        AtlasAnswer answer = response.refusal();
        try {
            Link found = link(link);
            if (found.interfaceEndpointIds().contains(endpoint.value())) {
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
