package dev.linkgate.gateway.api.openapi;

import dev.linkgate.gateway.api.IdempotencyKey;
import dev.linkgate.gateway.api.PreferWait;
import dev.linkgate.gateway.endpoints.link.Freshness;
import dev.linkgate.gateway.endpoints.link.Precondition;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestId;
import dev.linkgate.gateway.platform.web.Page;
import dev.linkgate.gateway.platform.web.Problems;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/**
 * Documents the filters and conventions of the gateway on each operation of the OpenAPI document. Two handlers of one
 * path with different media types are one operation, which comes here twice.
 */
@Lazy
@Component
class OperationDocs implements GlobalOperationCustomizer {

    private static final String HTML = org.springframework.http.MediaType.TEXT_HTML_VALUE;
    private static final String OPERATION = "#/components/schemas/Operation";
    private static final Set<String> WITH_ENTITY_TAG =
            Set.of("#/components/schemas/Link", "#/components/schemas/CreatedLink", "#/components/schemas/Endpoint");

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        DocumentedHandler handler = new DocumentedHandler(method);
        if (operation.getDescription() == null) {
            operation.setDescription(operation.getSummary() + ".");
        }
        boolean hasEntityTag = operation.getResponses().values().stream()
                .flatMap(OperationDocs::schemas)
                .anyMatch(WITH_ENTITY_TAG::contains);
        addParameters(operation, handler, hasEntityTag);
        addSuccesses(operation.getResponses(), handler, hasEntityTag);
        OperationProblems.addTo(operation, handler);
        operation.setSecurity(
                handler.isPublic() ? List.of() : List.of(new SecurityRequirement().addList(References.BEARER)));
        return operation;
    }

    private static void addParameters(Operation operation, DocumentedHandler handler, boolean hasEntityTag) {
        if (handler.takes(Page.class)) {
            References.addParameter(operation, "pageNum");
            References.addParameter(operation, "itemsPerPage");
            References.addParameter(operation, "includeCount");
        }
        if (!handler.isStream()) {
            References.addParameter(operation, "pretty");
            References.addParameter(operation, "envelope");
        }
        References.addParameter(operation, RequestId.HEADER);
        if (handler.takes(IdempotencyKey.class)) {
            References.addParameter(operation, IdempotencyKey.HEADER);
        }
        if (handler.takes(Precondition.class)) {
            References.addParameter(operation, HttpHeaders.IF_MATCH);
            References.addParameter(operation, HttpHeaders.IF_NONE_MATCH);
        }
        if (hasEntityTag && handler.method() == RequestMethod.GET) {
            References.addParameter(operation, HttpHeaders.IF_NONE_MATCH);
        }
        if (handler.takes(Freshness.class)) {
            References.addParameter(operation, HttpHeaders.CACHE_CONTROL);
        }
        if (handler.takes(PreferWait.class)) {
            References.addParameter(operation, PreferWait.REQUEST_HEADER);
        }
    }

    private static void addSuccesses(ApiResponses responses, DocumentedHandler handler, boolean hasEntityTag) {
        ApiResponse replaced = responses.get("200");
        if (handler.createsOrReplaces() && replaced != null) {
            replaced.setDescription("Replaced");
            responses.addApiResponse(
                    "201", new ApiResponse().description("Created").content(replaced.getContent()));
        }
        if (hasEntityTag && handler.method() == RequestMethod.GET) {
            responses.addApiResponse("304", new ApiResponse().description("The entity tag is unchanged"));
        }
        responses.forEach((status, response) -> {
            if (response.getContent() != null && response.getContent().containsKey(HTML)) {
                response.getContent().addMediaType(HTML, new MediaType().schema(new StringSchema()));
            }
            addHeaders(response, handler);
            if (status.equals("200") && handler.takes(IdempotencyKey.class)) {
                References.addHeader(response, IdempotencyKey.REPLAYED);
            }
            if (status.equals("201")) {
                References.addHeader(response, HttpHeaders.LOCATION);
            }
            if (status.equals("202") && schemas(response).anyMatch(OPERATION::equals)) {
                References.addHeader(response, HttpHeaders.RETRY_AFTER);
                if (handler.method() != RequestMethod.DELETE) {
                    References.addHeader(response, HttpHeaders.LOCATION);
                }
            }
            if (hasEntityTag && !status.equals("202")) {
                References.addHeader(response, HttpHeaders.ETAG);
            }
        });
    }

    private static void addHeaders(ApiResponse response, DocumentedHandler handler) {
        References.addHeader(response, RequestId.HEADER);
        References.addHeader(response, References.KEY_EXPIRES);
        if (!handler.isPublic()) {
            References.addHeader(response, References.AUDIT_RECEIPT);
            References.addRateLimits(response);
        }
        if (handler.sharesReads()) {
            References.addHeader(response, HttpHeaders.AGE);
        }
        if (handler.takes(PreferWait.class)) {
            References.addHeader(response, PreferWait.RESPONSE_HEADER);
        }
    }

    /** The references to the schemas of an answer. */
    private static Stream<String> schemas(ApiResponse response) {
        if (response.getContent() == null) {
            return Stream.of();
        }
        return response.getContent().values().stream()
                .<Schema<?>>map(MediaType::getSchema)
                .flatMap(schema -> schema.getOneOf() == null ? Stream.of(schema) : schema.getOneOf().stream())
                .map(schema -> schema.get$ref())
                .filter(Objects::nonNull);
    }

    /** The problems of an operation in the OpenAPI document, as references to the {@link ProblemResponses}. */
    static final class OperationProblems {

        private static final Set<ProblemCode> OF_ALL = EnumSet.of(
                ProblemCode.INVALID_REQUEST,
                ProblemCode.NOT_ACCEPTABLE,
                ProblemCode.RATE_LIMITED,
                ProblemCode.INTERNAL_ERROR,
                ProblemCode.OVERLOADED);
        private static final Set<ProblemCode> OF_CALLERS = EnumSet.of(
                ProblemCode.UNAUTHENTICATED,
                ProblemCode.FORBIDDEN,
                ProblemCode.AUDIT_UNAVAILABLE,
                ProblemCode.ACCESS_UNCONFIRMED);
        private static final Set<ProblemCode> WITH_BODY =
                EnumSet.of(ProblemCode.BODY_TOO_LARGE, ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        private static final Set<ProblemCode> OF_ATLAS = EnumSet.of(
                ProblemCode.ATLAS_CONFLICT,
                ProblemCode.ATLAS_REJECTED_REQUEST,
                ProblemCode.ATLAS_CREDENTIAL_REJECTED,
                ProblemCode.ATLAS_ACCESS_LIST,
                ProblemCode.ATLAS_ERROR,
                ProblemCode.ATLAS_UNAVAILABLE,
                ProblemCode.ATLAS_TIMEOUT);

        private OperationProblems() {}

        static void addTo(Operation operation, DocumentedHandler handler) {
            codes(operation, handler).stream()
                    .collect(Collectors.groupingBy(ProblemCode::status, TreeMap::new, Collectors.toList()))
                    .forEach((status, codes) ->
                            operation.getResponses().addApiResponse(String.valueOf(status), reference(status, codes)));
        }

        private static Set<ProblemCode> codes(Operation operation, DocumentedHandler handler) {
            Set<ProblemCode> codes = EnumSet.copyOf(OF_ALL);
            if (!handler.isPublic()) {
                codes.addAll(OF_CALLERS);
            }
            if (operation.getRequestBody() != null) {
                codes.addAll(WITH_BODY);
            }
            if (handler.takes(Precondition.class)) {
                codes.add(ProblemCode.PRECONDITION_FAILED);
            }
            handler.problems().map(Problems::value).map(List::of).ifPresent(codes::addAll);
            handler.problems().filter(Problems::asksAtlas).ifPresent(asks -> codes.addAll(OF_ATLAS));
            return codes;
        }

        private static ApiResponse reference(int status, List<ProblemCode> codes) {
            return new ApiResponse()
                    .$ref(ProblemResponses.name(status))
                    .description(
                            codes.stream().map(code -> "`" + code.code() + "`").collect(Collectors.joining(", ")));
        }
    }
}
