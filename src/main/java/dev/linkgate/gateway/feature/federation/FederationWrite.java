package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.endpoints.port.AtlasBody;
import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import dev.linkgate.gateway.core.endpoints.port.ResourceWrite;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A write of an endpoint of Data Federation.
 *
 * @param wish what the caller wants; absent for a removal
 * @param isRepeatable whether the caller may have asked before, so that what is there as asked for is the answer
 */
public record FederationWrite(
        ProjectId project,
        EndpointId id,
        Kind kind,
        @Nullable NewFederationEndpoint wish,
        boolean isRepeatable) implements ResourceWrite<FederationEndpoint> {

    /** What is asked for, or sent. */
    public enum Kind {
        /** The endpoint is added. */
        ADDITION(FederationWords.FEDERATION_ENDPOINT_ADD),
        /** The endpoint is added, or its comment changed, if that is needed. This is not sent. */
        ENSURING(FederationWords.FEDERATION_ENDPOINT_ENSURE),
        /** The comment of an endpoint that is there is changed. */
        COMMENT(FederationWords.FEDERATION_ENDPOINT_ENSURE),
        /** The endpoint is removed. */
        REMOVAL(FederationWords.FEDERATION_ENDPOINT_REMOVE);

        private final Action action;

        Kind(Action action) {
            this.action = action;
        }
    }

    public static FederationWrite addition(ProjectId project, NewFederationEndpoint wish, boolean isRepeatable) {
        return new FederationWrite(project, wish.id(), Kind.ADDITION, wish, isRepeatable);
    }

    public static FederationWrite ensuring(ProjectId project, NewFederationEndpoint wish) {
        return new FederationWrite(project, wish.id(), Kind.ENSURING, wish, true);
    }

    public static FederationWrite removal(ProjectId project, EndpointId id) {
        return new FederationWrite(project, id, Kind.REMOVAL, null, false);
    }

    /** This write as it is sent if the endpoint is not there. */
    FederationWrite adding() {
        return new FederationWrite(project, id, Kind.ADDITION, wish, isRepeatable);
    }

    /** This write as it is sent if only the comment of the endpoint is another one. */
    FederationWrite commenting(FederationEndpoint there) {
        return new FederationWrite(project, id, Kind.COMMENT, wished().like(there), isRepeatable);
    }

    /** This write of the endpoint in Atlas's spelling of its id. */
    FederationWrite of(FederationEndpoint there) {
        return new FederationWrite(project, there.interfaceEndpointId(), kind, wish, isRepeatable);
    }

    /** What the caller wants of a write that is no removal. */
    NewFederationEndpoint wished() {
        return Objects.requireNonNull(wish);
    }

    @Override
    public Action action() {
        return kind.action;
    }

    @Override
    public Target target() {
        Target target = FederationEndpoint.target(project, id);
        return wish == null ? target : target.changing(Change.to(wish));
    }

    @Override
    public String resource() {
        return "/projects/" + project + "/federation-endpoints/" + id.canonical();
    }

    /** What Atlas has it keeps, whatever is sent, so that what is there must be known. */
    @Override
    public boolean isExclusive() {
        return true;
    }

    @Override
    public Optional<Place> added() {
        return kind == Kind.ADDITION ? Optional.of(place()) : Optional.empty();
    }

    @Override
    public Optional<Place> removed() {
        return kind == Kind.REMOVAL ? Optional.of(place()) : Optional.empty();
    }

    private Place place() {
        return new Place(FederationEndpoint.place(project), id);
    }

    @Override
    public ProjectResource<FederationEndpoint> written() {
        return FederationEndpoint.at(id);
    }

    @Override
    public String method() {
        return kind == Kind.REMOVAL ? "DELETE" : "POST";
    }

    @Override
    public String path() {
        return kind == Kind.REMOVAL ? written().path() : FederationEndpoint.PATH;
    }

    @Override
    public @Nullable ObjectNode body() {
        return wish == null ? null : wish.body();
    }

    /** Atlas answers with the whole list. */
    @Override
    public Function<AtlasBody, Optional<FederationEndpoint>> answer() {
        return body -> FederationPage.entry(body, id);
    }

    @Override
    public String wanted() {
        return FederationEffect.text(id, kind == Kind.COMMENT ? wished().comment() : null);
    }

    @Override
    public boolean isDone(@Nullable FederationEndpoint found) {
        boolean stays = found != null && !found.leaving();
        return switch (kind) {
            case ADDITION, ENSURING -> stays;
            case COMMENT -> found != null && stays && !wished().changesCommentOf(found);
            case REMOVAL -> !stays;
        };
    }
}
