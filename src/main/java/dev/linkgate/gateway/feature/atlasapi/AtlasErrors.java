package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.inbound.edge.ErrorDialect;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.AtlasField;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.web.PathSegments;
import dev.linkgate.gateway.core.platform.web.Problem;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import dev.linkgate.protocol.ApiError;
import dev.linkgate.protocol.PrivateEndpointPath;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.Refusal.Generation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the failures of requests for the Atlas API as Atlas writes its own. */
@Component
final class AtlasErrors implements ErrorDialect {

    /**
     * The problems for which Atlas's answer is shown: it refused the request itself, and not the gateway's credential.
     */
    private static final Set<ProblemCode> REFUSED_BY_ATLAS = Set.of(
            ProblemCode.PROJECT_NOT_FOUND,
            ProblemCode.LINK_NOT_FOUND,
            ProblemCode.ENDPOINT_NOT_FOUND,
            ProblemCode.ENDPOINT_EXISTS,
            ProblemCode.LINK_NOT_READY,
            ProblemCode.LINK_NOT_EMPTY,
            ProblemCode.LINK_EXISTS,
            ProblemCode.ATLAS_CONFLICT,
            ProblemCode.ATLAS_REJECTED_REQUEST,
            ProblemCode.RATE_LIMITED);

    /** Variables of the routes. */
    private static final Set<String> PATH_VARIABLES =
            Set.of("projectId", "linkId", "interfaceEndpointId", "cloudProvider", "clusterName");

    /** Atlas's API has no parameter by which a caller could say that the link may go, too. */
    private static final String LAST_ENDPOINT = "It is the last endpoint of the private endpoint service, and Atlas may"
            + " remove the service together with it. Only a caller with the role 'owner' may remove it here.";

    /** The maximum length of the detail, and of each parameter. */
    private static final int MAX_CHARACTERS = 500;

    @Override
    public RequestedApi api() {
        return RequestedApi.ATLAS;
    }

    /** Writes code and body, and the status if Atlas's is another. */
    @Override
    public void write(
            HttpServletRequest request, HttpServletResponse response, Failure failure, @Nullable Throwable thrown)
            throws IOException {
        ApiError known = thrown instanceof AtlasRefusal refusal ? refusal.error() : null;
        ApiError error = known != null ? known : error(request, failure);
        response.setStatus(error.status());
        response.setHeader(ApiError.HEADER, error.errorCode());
        response.setContentType(ApiError.CONTENT_TYPE);
        response.getOutputStream()
                .write(Problem.bounded(
                        failure, bounded -> body(known != null ? known : error(request, bounded), bounded)));
    }

    private static byte[] body(ApiError error, Failure failure) {
        ObjectNode body = error.shortened(MAX_CHARACTERS).body();
        addFields(body, failure);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ApiError error(HttpServletRequest request, Failure failure) {
        Generation generation = generation(request);
        ErrorName name = ErrorName.of(failure.code());
        AtlasAnswer answer = failure.atlas();
        if (answer != null && answer.errorCode() != null && REFUSED_BY_ATLAS.contains(failure.code())) {
            return new ApiError(
                    answer.status(),
                    name.translated(answer.errorCode(), generation),
                    Objects.requireNonNullElse(answer.detail(), failure.detail()),
                    List.of());
        }
        ProblemCode code = failure.code();
        if (code.equals(ProblemCode.INVALID_REQUEST)) {
            return invalid(request, failure, name.in(generation));
        }
        if (code.equals(ProblemCode.NOT_ACCEPTABLE)) {
            return Refusal.INVALID_VERSION_DATE.of().error(generation);
        }
        // The own status of this problem says that Atlas answered, which it did not.
        int status = code.equals(ProblemCode.ATLAS_REJECTED_REQUEST) ? 400 : code.status();
        String detail = code.equals(ProblemCode.LAST_ENDPOINT) ? LAST_ENDPOINT : detail(failure);
        return new ApiError(status, name.in(generation), detail, List.of());
    }

    /** Atlas's tools show no header, so the operation that continues the request is named here, too. */
    private static String detail(Failure failure) {
        return failure.location() == null
                ? failure.detail()
                : failure.detail() + " GET " + failure.location() + " shows how it ends.";
    }

    private static ApiError invalid(HttpServletRequest request, Failure failure, String otherwise) {
        List<FieldError> errors = failure.errors();
        if (errors.isEmpty()) {
            return new ApiError(400, otherwise, failure.detail(), List.of());
        }
        FieldError first = errors.getFirst();
        if (PATH_VARIABLES.contains(first.field())) {
            return Refusal.PATH_PARAM_PARSE_ERROR.of(request.getRequestURI()).error(Generation.MULTI_CLOUD);
        }
        if (isInQuery(first.field(), request.getQueryString())) {
            return Refusal.INVALID_QUERY_PARAMETER.of(first.field()).error(Generation.MULTI_CLOUD);
        }
        String all = errors.stream()
                .map(error -> error.field() + " " + error.message())
                .collect(Collectors.joining("; ", "", "."));
        return new ApiError(400, first.field().equals("body") ? "INVALID_JSON" : otherwise, all, List.of());
    }

    private static boolean isInQuery(String name, @Nullable String query) {
        return query != null
                && Arrays.stream(query.split("&"))
                        .map(parameter -> parameter.split("=", 2)[0])
                        .anyMatch(sent -> PathSegments.decoded(sent).equals(name));
    }

    /** Adds the fields of a request that are wrong, as Atlas names them. */
    private static void addFields(ObjectNode body, Failure failure) {
        List<AtlasField> fields = failure.atlas() != null
                ? failure.atlas().fields()
                : failure.errors().stream()
                        .map(error -> new AtlasField(error.field(), error.message()))
                        .toList();
        if (!fields.isEmpty()) {
            ArrayNode array = body.putObject("badRequestDetail").putArray("fields");
            fields.forEach(
                    field -> array.addObject().put("field", field.field()).put("description", field.description()));
        }
    }

    /** The names that the path's API uses; the newer ones for a path of none. */
    private static Generation generation(HttpServletRequest request) {
        return PrivateEndpointPath.of(PathSegments.of(request.getRequestURI()))
                .map(path -> path.api().generation())
                .orElse(Generation.MULTI_CLOUD);
    }

    /**
     * The name that Atlas's API has for a problem of the gateway, in both generations of names. What has no counterpart
     * in Atlas's API begins with {@code LINKGATE_}.
     */
    record ErrorName(String classic, String multiCloud) {

        private static final Map<ProblemCode, ErrorName> NAMES = Map.ofEntries(
                Map.entry(ProblemCode.INVALID_REQUEST, of("VALIDATION_ERROR")),
                Map.entry(ProblemCode.ATLAS_REJECTED_REQUEST, of("VALIDATION_ERROR")),
                Map.entry(ProblemCode.UNAUTHENTICATED, of("UNEXPECTED_ERROR")), // Atlas answers so, too
                Map.entry(ProblemCode.FORBIDDEN, of(Refusal.USER_UNAUTHORIZED)),
                Map.entry(ProblemCode.PROJECT_NOT_FOUND, of(Refusal.GROUP_NOT_FOUND)),
                Map.entry(ProblemCode.LINK_NOT_FOUND, of(Refusal.LINK_NOT_FOUND)),
                Map.entry(ProblemCode.ENDPOINT_NOT_FOUND, of(Refusal.ENDPOINT_NOT_FOUND)),
                Map.entry(ProblemCode.METHOD_NOT_ALLOWED, of(Refusal.METHOD_NOT_ALLOWED)),
                Map.entry(ProblemCode.NOT_ACCEPTABLE, of(Refusal.INVALID_VERSION_DATE)),
                Map.entry(ProblemCode.UNSUPPORTED_MEDIA_TYPE, of(Refusal.UNSUPPORTED_MEDIA_TYPE)),
                Map.entry(ProblemCode.ENDPOINT_EXISTS, of(Refusal.ENDPOINT_EXISTS)),
                Map.entry(ProblemCode.LINK_NOT_READY, of(Refusal.LINK_NOT_READY)),
                Map.entry(ProblemCode.LINK_NOT_EMPTY, of(Refusal.LINK_HAS_ENDPOINTS)),
                Map.entry(ProblemCode.LINK_EXISTS, of(Refusal.LINK_EXISTS_FOR_REGION)),
                Map.entry(ProblemCode.RATE_LIMITED, of("RATE_LIMITED")));

        static ErrorName of(ProblemCode code) {
            ErrorName name = NAMES.get(code);
            if (name != null) {
                return name;
            }
            if (code.status() == 404) {
                return of(Refusal.RESOURCE_NOT_FOUND);
            }
            return of(
                    code.status() >= 500
                            ? "UNEXPECTED_ERROR"
                            : "LINKGATE_" + code.code().toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        private static ErrorName of(String both) {
            return new ErrorName(both, both);
        }

        private static ErrorName of(Refusal refusal) {
            return new ErrorName(refusal.code(Generation.CLASSIC), refusal.code(Generation.MULTI_CLOUD));
        }

        String in(Generation generation) {
            return switch (generation) {
                case CLASSIC -> classic;
                case MULTI_CLOUD -> multiCloud;
            };
        }

        /** Atlas's own name. The gateway may speak another of Atlas's APIs than its caller, whose names are others. */
        String translated(String given, Generation generation) {
            return given.equals(classic) || given.equals(multiCloud) ? in(generation) : given;
        }
    }
}
