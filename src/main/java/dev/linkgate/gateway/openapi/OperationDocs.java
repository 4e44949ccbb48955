package dev.linkgate.gateway.openapi;

import dev.linkgate.gateway.api.EndpointController;
import dev.linkgate.gateway.api.LinkController;
import dev.linkgate.gateway.link.Precondition;
import dev.linkgate.gateway.request.ProblemCode;
import dev.linkgate.gateway.web.Page;
import dev.linkgate.gateway.web.Problems;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/**
 * Documents the filters and conventions of the gateway on each operation of the OpenAPI document. Two handlers of one path
 * with different media types are one operation, which comes here twice.
 */
@Component
class OperationDocs implements GlobalOperationCustomizer {

    private static final String HTML = org.springframework.http.MediaType.TEXT_HTML_VALUE;
    private static final String OPERATION = "#/components/schemas/Operation";

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
    private static final Set<ProblemCode> WITH_KEY =
            EnumSet.of(ProblemCode.IDEMPOTENCY_IN_PROGRESS, ProblemCode.IDEMPOTENCY_KEY_REUSED);
    private static final Set<ProblemCode> OF_ATLAS = EnumSet.of(
            ProblemCode.ATLAS_CONFLICT,
            ProblemCode.ATLAS_REJECTED_REQUEST,
            ProblemCode.ATLAS_CREDENTIAL_REJECTED,
            ProblemCode.ATLAS_ACCESS_LIST,
            ProblemCode.ATLAS_ERROR,
            ProblemCode.ATLAS_UNAVAILABLE,
            ProblemCode.ATLAS_TIMEOUT);

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        RequestMethod method = methodOf(handler);
        if (operation.getDescription() == null) {
            operation.setDescription(operation.getSummary() + ".");
        }
        addParameters(operation, handler, method);
        addSuccess(operation, handler, method);
        addProblems(operation, problems(operation, handler));
        operation.setSecurity(
                isPublic(handler)
                        ? List.of()
                        : List.of(new SecurityRequirement().addList(OpenApiConfiguration.BEARER)));
        return operation;
    }

    /** Whether anybody may call it. */
    static boolean isPublic(HandlerMethod handler) {
        return handler.getBeanType().isAnnotationPresent(SecurityRequirements.class);
    }

    private static RequestMethod methodOf(HandlerMethod handler) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
        return mapping == null || mapping.method().length == 0 ? RequestMethod.GET : mapping.method()[0];
    }

    private static void addParameters(Operation operation, HandlerMethod handler, RequestMethod method) {
        if (takes(handler, Page.class)) {
            RequestParameter.PAGE_NUM.addTo(operation);
            RequestParameter.ITEMS_PER_PAGE.addTo(operation);
            RequestParameter.INCLUDE_COUNT.addTo(operation);
        }
        if (!isStream(handler)) {
            RequestParameter.PRETTY.addTo(operation);
            RequestParameter.ENVELOPE.addTo(operation);
        }
        RequestParameter.REQUEST_ID.addTo(operation);
        if (takesIdempotencyKey(handler, method)) {
            RequestParameter.IDEMPOTENCY_KEY.addTo(operation);
        }
        if (takes(handler, Precondition.class)) {
            RequestParameter.IF_MATCH.addTo(operation);
            RequestParameter.IF_NONE_MATCH.addTo(operation);
        }
        if (method == RequestMethod.GET && hasEntityTag(handler)) {
            RequestParameter.IF_NONE_MATCH.addTo(operation);
        }
    }

    private static boolean takes(HandlerMethod handler, Class<?> type) {
        return Arrays.stream(handler.getMethodParameters()).anyMatch(p -> p.getParameterType() == type);
    }

    private static boolean isStream(HandlerMethod handler) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
        return mapping != null
                && List.of(mapping.produces()).contains(org.springframework.http.MediaType.TEXT_EVENT_STREAM_VALUE);
    }

    private static void addSuccess(Operation operation, HandlerMethod handler, RequestMethod method) {
        ApiResponses responses = operation.getResponses();
        ApiResponse replaced = responses.get("200");
        if (method == RequestMethod.PUT && isOfAdministrator(handler) && replaced != null) {
            replaced.setDescription("Replaced");
            responses.addApiResponse(
                    "201", new ApiResponse().description("Created").content(replaced.getContent()));
        }
        if (method == RequestMethod.GET && hasEntityTag(handler)) {
            responses.addApiResponse("304", new ApiResponse().description("The entity tag is unchanged"));
        }
        responses.forEach((status, response) -> {
            AnswerHeader.REQUEST_ID.addTo(response);
            if (response.getContent() != null && response.getContent().containsKey(HTML)) {
                response.getContent().addMediaType(HTML, new MediaType().schema(new StringSchema()));
            }
            if (!isPublic(handler)) {
                AnswerHeader.AUDIT_RECEIPT.addTo(response);
            }
            if (takesIdempotencyKey(handler, method)) {
                AnswerHeader.IDEMPOTENCY_REPLAYED.addTo(response);
            }
            if (status.equals("201")) {
                AnswerHeader.LOCATION.addTo(response);
            }
            if (status.equals("202") && isOperation(response)) {
                AnswerHeader.RETRY_AFTER.addTo(response);
                if (method != RequestMethod.DELETE) {
                    AnswerHeader.LOCATION.addTo(response);
                }
            }
            if (hasEntityTag(handler) && !status.equals("202")) {
                AnswerHeader.ETAG.addTo(response);
            }
        });
    }

    private static boolean isOperation(ApiResponse response) {
        return response.getContent() != null
                && response.getContent().values().stream()
                        .map(MediaType::getSchema)
                        .anyMatch(schema -> schema != null && OPERATION.equals(schema.get$ref()));
    }

    /** The administrator's PUTs create what is absent. */
    private static boolean isOfAdministrator(HandlerMethod handler) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
        RequestMapping ofType = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), RequestMapping.class);
        return Stream.of(mapping, ofType)
                .filter(Objects::nonNull)
                .flatMap(paths -> Arrays.stream(paths.path()))
                .anyMatch(path -> path.startsWith("/admin"));
    }

    /** Only links and endpoints have entity tags. */
    private static boolean hasEntityTag(HandlerMethod handler) {
        return (handler.getBeanType() == LinkController.class || handler.getBeanType() == EndpointController.class)
                && !handler.getMethod().getName().equals("list");
    }

    /**
     * Only teams' POSTs can be repeated with a key; the administrator's answers may contain a secret and are not kept.
     */
    private static boolean takesIdempotencyKey(HandlerMethod handler, RequestMethod method) {
        RequestMapping resource =
                AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), RequestMapping.class);
        return method == RequestMethod.POST
                && resource != null
                && Arrays.stream(resource.path()).anyMatch(path -> path.startsWith("/projects"));
    }

    private static Set<ProblemCode> problems(Operation operation, HandlerMethod handler) {
        Set<ProblemCode> codes = EnumSet.copyOf(OF_ALL);
        if (!isPublic(handler)) {
            codes.addAll(OF_CALLERS);
        }
        if (operation.getRequestBody() != null) {
            codes.addAll(WITH_BODY);
        }
        if (takesIdempotencyKey(handler, methodOf(handler))) {
            codes.addAll(WITH_KEY);
        }
        if (takes(handler, Precondition.class)) {
            codes.add(ProblemCode.PRECONDITION_FAILED);
        }
        Problems own = handler.getMethodAnnotation(Problems.class);
        if (own != null) {
            codes.addAll(List.of(own.value()));
            codes.addAll(own.asksAtlas() ? OF_ATLAS : Set.of());
        }
        return codes;
    }

    private static void addProblems(Operation operation, Set<ProblemCode> codes) {
        Map<Integer, List<ProblemCode>> byStatus =
                codes.stream().collect(Collectors.groupingBy(ProblemCode::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, ofStatus) -> operation
                .getResponses()
                .addApiResponse(
                        String.valueOf(status),
                        new ApiResponse()
                                .$ref(ProblemResponses.name(status))
                                .description(ofStatus.stream()
                                        .map(code -> "`" + code.code() + "`")
                                        .collect(Collectors.joining(", ")))));
    }
}
