package dev.linkgate.atlas;

import dev.linkgate.audit.Intent;
import dev.linkgate.credential.AtlasCredential;
import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.ConnectionStatus;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** One project on Atlas on behalf of one call: every request of it shares one deadline. */
final class ProjectOnAtlas implements AtlasProject {

    private final AtlasChannel channel;
    private final Dialect dialect;
    private final Call call;
    private final AtlasCredential credential;
    private final ProjectId project;
    private final long deadlineNanos;
    private final long writeDeadlineNanos;

    ProjectOnAtlas(
            AtlasChannel channel,
            Dialect dialect,
            Duration deadline,
            Call call,
            AtlasCredential credential,
            ProjectId project) {
        this.channel = channel;
        this.dialect = dialect;
        this.call = call;
        this.credential = credential;
        this.project = project;
        long now = System.nanoTime();
        this.deadlineNanos = now + deadline.toNanos();
        // A write leaves time to read back what became of it.
        this.writeDeadlineNanos = now + deadline.toNanos() / 3 * 2;
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
    public Endpoint add(Intent intent, LinkId link, EndpointId endpoint) {
        WriteOutcome outcome =
                write(intent, HttpMethod.POST, dialect.endpoints(project, link), dialect.addition(endpoint));
        return switch (outcome) {
            case WriteOutcome.Done done ->
                AtlasBodies.endpoint(done.response()).orElseGet(() -> endpoint(link, endpoint));
            case WriteOutcome.Refused refused ->
                throw explain(refused.response(), link, endpoint).toException();
            case WriteOutcome.Unclear unclear ->
                readBack(unclear, link, endpoint)
                        .orElseThrow(() -> unclear.notApplied().toException());
        };
    }

    @Override
    public void remove(Intent intent, LinkId link, EndpointId endpoint) {
        WriteOutcome outcome = write(intent, HttpMethod.DELETE, dialect.endpoint(project, link, endpoint), null);
        switch (outcome) {
            case WriteOutcome.Done done -> {}
            case WriteOutcome.Refused refused ->
                throw refusal(AtlasOperation.REMOVE_ENDPOINT, refused.response())
                        .toException();
            case WriteOutcome.Unclear unclear -> {
                boolean leaving = readBack(unclear, link, endpoint)
                        .map(left -> left.deleteRequested() || left.connectionStatus() == ConnectionStatus.DELETING)
                        .orElse(true);
                if (!leaving) {
                    throw unclear.notApplied().toException();
                }
            }
        }
    }

    private <T> T read(AtlasOperation operation, String uri, Function<AtlasResponse, Optional<T>> body) {
        AtlasResponse response;
        try {
            response = channel.exchange(AtlasRequest.read(uri, dialect.accept(), credential, call, deadlineNanos));
        } catch (TransportFailure e) {
            throw RefusalTable.noAnswer(e).toException();
        }
        if (!response.isSuccess()) {
            throw refusal(operation, response).toException();
        }
        return body.apply(response)
                .orElseThrow(() -> RefusalTable.unexpected("Atlas's answer is not what this resource looks like.")
                        .toException());
    }

    private WriteOutcome write(Intent intent, HttpMethod method, String uri, @Nullable String body) {
        AtlasRequest request =
                AtlasRequest.write(intent, method, uri, dialect.accept(), body, credential, call, writeDeadlineNanos);
        try {
            AtlasResponse response = channel.exchange(request);
            if (response.isSuccess()) {
                return new WriteOutcome.Done(response);
            }
            return response.status() < 500 && response.status() != 408
                    ? new WriteOutcome.Refused(response)
                    : new WriteOutcome.Unclear(response.refusal());
        } catch (TransportFailure e) {
            if (e.phase() == TransportFailure.Phase.NOT_SENT) {
                throw RefusalTable.noAnswer(e).toException();
            }
            return new WriteOutcome.Unclear(null);
        }
    }

    /**
     * Looks at the endpoint after a write that nobody knows the result of.
     *
     * @throws LinkgateException {@code outcome-unknown} if that cannot be learnt either
     */
    private Optional<Endpoint> readBack(WriteOutcome.Unclear unclear, LinkId link, EndpointId endpoint) {
        try {
            return Optional.of(endpoint(link, endpoint));
        } catch (LinkgateException e) {
            return switch (e.failure().code()) {
                case ENDPOINT_NOT_FOUND, LINK_NOT_FOUND -> Optional.empty();
                default -> throw unclear.unknown().toException();
            };
        }
    }

    private Failure refusal(AtlasOperation operation, AtlasResponse response) {
        return RefusalTable.failure(operation, response.refusal(), response.headers());
    }

    /** Atlas's code for a conflict is not always known; then the link and the endpoint tell what it is about. */
    private Failure explain(AtlasResponse response, LinkId link, EndpointId endpoint) {
        Failure failure = refusal(AtlasOperation.ADD_ENDPOINT, response);
        if (failure.code() != ProblemCode.ATLAS_CONFLICT) {
            return failure;
        }
        AtlasAnswer answer = response.refusal();
        try {
            Link there = link(link);
            if (there.interfaceEndpointIds().contains(endpoint.value())) {
                return Failure.of(
                                ProblemCode.ENDPOINT_EXISTS, "The link already has an interface endpoint with this id.")
                        .answeredBy(answer);
            }
            return there.status() == LinkStatus.INITIATING
                    ? Failure.of(ProblemCode.LINK_NOT_READY, "Atlas is still setting the link up. Try again later.")
                            .answeredBy(answer)
                    : failure;
        } catch (LinkgateException e) {
            return failure;
        }
    }
}
