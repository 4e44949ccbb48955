package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.port.AtlasBody;
import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import dev.linkgate.gateway.core.endpoints.port.ResourceWrite;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A write of an endpoint of Data Federation.
 *
 * @param wish what the caller wants, without a state; what is absent in it may be anything. Absent for a removal
 * @param isRepeatable whether the caller may have asked before, so that what is there as asked for is the answer
 */
public record FederationWrite(
        ProjectId project,
        EndpointId id,
        Kind kind,
        @Nullable AtlasFederationEndpoint wish,
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

    public static FederationWrite addition(ProjectId project, AtlasFederationEndpoint wish, boolean isRepeatable) {
        return new FederationWrite(project, new EndpointId(wish.endpointId()), Kind.ADDITION, wish, isRepeatable);
    }

    public static FederationWrite ensuring(ProjectId project, AtlasFederationEndpoint wish) {
        return new FederationWrite(project, new EndpointId(wish.endpointId()), Kind.ENSURING, wish, true);
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
        AtlasFederationEndpoint commented =
                there.atAtlas().withState(null, null).withComment(wished().comment());
        return new FederationWrite(project, there.interfaceEndpointId(), Kind.COMMENT, commented, isRepeatable);
    }

    /** This write of the endpoint in Atlas's spelling of its id. */
    FederationWrite of(FederationEndpoint there) {
        return new FederationWrite(project, there.interfaceEndpointId(), kind, wish, isRepeatable);
    }

    /** The region that an addition names. */
    List<String> regions() {
        return kind == Kind.ADDITION ? Stream.ofNullable(wished().region()).toList() : List.of();
    }

    /** What the caller wants of a write that is no removal. */
    private AtlasFederationEndpoint wished() {
        return Objects.requireNonNull(wish);
    }

    /** @throws LinkgateException {@code invalid-request} if the caller does not tell all that Atlas needs to add it */
    void requireWhole() {
        Map<String, Object> given = properties(wished()).all();
        List<FieldError> errors = Stream.of("azureLinkId", "customerEndpointIPAddress")
                .filter(field -> id.provider() == Provider.AZURE && !given.containsKey(field))
                .map(field ->
                        new FieldError(field, "must be given, because the project does not have the endpoint yet"))
                .toList();
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
    }

    /** @throws LinkgateException {@code endpoint-exists} if the endpoint has what Atlas cannot change */
    void requireSame(FederationEndpoint there) {
        Map<String, Object> has = properties(there.atAtlas()).all();
        properties(wished().withComment(null)).all().forEach((name, wanted) -> {
            if (!wanted.equals(has.get(name))) {
                throw Failure.of(
                                ProblemCode.ENDPOINT_EXISTS,
                                "The endpoint exists with another " + name + ", and Atlas changes nothing but its"
                                        + " comment. Remove it before you add it with new properties.")
                        .showing(there)
                        .toException();
            }
        });
    }

    /** Whether a comment is wanted that an endpoint does not have. */
    boolean changesCommentOf(FederationEndpoint there) {
        return wished().comment() != null && !there.hasComment(wished().comment());
    }

    /** What is told of an endpoint, by the names in the API. */
    private static Change.Values properties(AtlasFederationEndpoint endpoint) {
        String region = endpoint.region();
        return new Change.Values()
                .with("provider", endpoint.provider().name())
                .with(
                        "region",
                        region == null || !Region.matches(region)
                                ? region
                                : new Region(region).atlasName(endpoint.provider()))
                .with("customerEndpointDnsName", endpoint.customerEndpointDNSName())
                .with("azureLinkId", endpoint.azureLinkId())
                .with("customerEndpointIPAddress", endpoint.customerEndpointIPAddress())
                .with("comment", endpoint.comment());
    }

    @Override
    public Action action() {
        return kind.action;
    }

    @Override
    public Target target() {
        Target target = FederationEndpoint.target(project, id);
        return wish == null ? target : target.changing(Change.to(() -> properties(wish)));
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
        return new Place(LinkPath.ofProject(project), id);
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
        return kind == Kind.REMOVAL
                ? FederationEffect.gone(id)
                : FederationEffect.there(id, kind == Kind.COMMENT ? wished().comment() : null);
    }

    @Override
    public boolean isDone(@Nullable FederationEndpoint found) {
        boolean stays = found != null && !found.leaving();
        return switch (kind) {
            case ADDITION, ENSURING -> stays;
            case COMMENT -> found != null && stays && !changesCommentOf(found);
            case REMOVAL -> !stays;
        };
    }
}
