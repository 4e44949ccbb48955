package dev.linkgate.openapi;

import dev.linkgate.api.EndpointController;
import dev.linkgate.api.LinkController;
import dev.linkgate.api.ProblemController;
import dev.linkgate.api.RequestId;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.link.Precondition;
import dev.linkgate.web.Page;
import dev.linkgate.web.Problems;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/** Documents the filters and conventions of the gateway on each operation of the OpenAPI document. */
@Component
class OperationDocs implements GlobalOperationCustomizer {

    private static final String HTML = org.springframework.http.MediaType.TEXT_HTML_VALUE;

    private static final Set<ProblemCode> OF_ALL =
            EnumSet.of(ProblemCode.INVALID_REQUEST, ProblemCode.NOT_ACCEPTABLE, ProblemCode.INTERNAL_ERROR);
    private static final Set<ProblemCode> OF_CALLERS = EnumSet.of(
            ProblemCode.UNAUTHENTICATED,
            ProblemCode.FORBIDDEN,
            ProblemCode.RATE_LIMITED,
            ProblemCode.AUDIT_UNAVAILABLE,
            ProblemCode.OVERLOADED);
    private static final Set<ProblemCode> WITH_BODY =
            EnumSet.of(ProblemCode.BODY_TOO_LARGE, ProblemCode.UNSUPPORTED_MEDIA_TYPE);
    private static final Set<ProblemCode> WITH_KEY =
            EnumSet.of(ProblemCode.IDEMPOTENCY_IN_PROGRESS, ProblemCode.IDEMPOTENCY_KEY_REUSED);
    private static final Set<ProblemCode> OF_ATLAS = EnumSet.of(
            ProblemCode.ATLAS_CREDENTIAL_REJECTED,
            ProblemCode.ATLAS_ACCESS_LIST,
            ProblemCode.ATLAS_ERROR,
            ProblemCode.ATLAS_UNAVAILABLE,
            ProblemCode.ATLAS_TIMEOUT);

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        if (isDone(operation)) {
            return operation;
        }
        RequestMethod method = methodOf(handler);
        boolean isPublic = handler.getBeanType() == ProblemController.class;
        if (operation.getDescription() == null) {
            operation.setDescription(operation.getSummary() + ".");
        }
        addParameters(operation, handler, method);
        addSuccess(operation, handler, method);
        addProblems(operation, problems(operation, handler, isPublic));
        if (!isPublic) {
            operation.setSecurity(List.of(new SecurityRequirement().addList(OpenApiConfiguration.BEARER)));
        }
        return operation;
    }

    /** Two handlers of one path with different media types are one operation, and come here twice. */
    private static boolean isDone(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(p -> RequestId.HEADER.equals(p.getName()));
    }

    private static RequestMethod methodOf(HandlerMethod handler) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), RequestMapping.class);
        return mapping == null || mapping.method().length == 0 ? RequestMethod.GET : mapping.method()[0];
    }

    private static void addParameters(Operation operation, HandlerMethod handler, RequestMethod method) {
        if (takes(handler, Page.class)) {
            operation.addParametersItem(query("pageNum", "The page number, from 1", number(1, 1, null)));
            operation.addParametersItem(query("itemsPerPage", "The number of entries on a page", number(100, 1, 500)));
            operation.addParametersItem(query("includeCount", "Whether the answer contains `totalCount`", flag(true)));
        }
        if (!isStream(handler)) {
            operation.addParametersItem(query("pretty", "Whether to indent the answer", flag(false)));
            operation.addParametersItem(query("envelope", "Whether to wrap the answer with its status", flag(false)));
        }
        operation.addParametersItem(new HeaderParameter()
                .name(RequestId.HEADER)
                .description("A name for this request in logs, records and answers; generated when absent")
                .schema(new StringSchema().maxLength(128)));
        if (takesIdempotencyKey(handler, method)) {
            operation.addParametersItem(new HeaderParameter()
                    .name("Idempotency-Key")
                    .description(
                            "A name for this request, such as a UUID, bare or in double quotes. Sent again with the"
                                    + " same key and body, it is not carried out again, but gets the first answer")
                    .schema(new StringSchema().minLength(1).maxLength(255).pattern("^[!-~]+$")));
        }
        if (takes(handler, Precondition.class)) {
            operation.addParametersItem(condition(HttpHeaders.IF_MATCH, "Write only if the entity still has this tag"));
            operation.addParametersItem(
                    condition(HttpHeaders.IF_NONE_MATCH, "`*`: write only if the entity does not exist"));
        }
        if (method == RequestMethod.GET && hasEntityTag(handler)) {
            operation.addParametersItem(new HeaderParameter()
                    .name(HttpHeaders.IF_NONE_MATCH)
                    .description("Answer 304 if the entity still has this tag")
                    .schema(new StringSchema()));
        }
    }

    private static boolean takes(HandlerMethod handler, Class<?> type) {
        return Arrays.stream(handler.getMethodParameters()).anyMatch(p -> p.getParameterType() == type);
    }

    private static HeaderParameter condition(String name, String description) {
        HeaderParameter parameter = new HeaderParameter();
        parameter.name(name).description(description).schema(new StringSchema());
        return parameter;
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
        responses.forEach((status, response) -> {
            response.addHeaderObject(RequestId.HEADER, header("The name of this request"));
            if (response.getContent() != null && response.getContent().containsKey(HTML)) {
                response.getContent().addMediaType(HTML, new MediaType().schema(new StringSchema()));
            }
            if (method != RequestMethod.GET) {
                response.addHeaderObject(
                        "Audit-Receipt", header("Sequence and hash of the audit record: `<sequence>:<hash>`"));
            }
            if (takesIdempotencyKey(handler, method)) {
                response.addHeaderObject(
                        "Idempotency-Replayed", header("`true`, if it is the answer to an earlier request"));
            }
            if (status.equals("201")) {
                response.addHeaderObject(HttpHeaders.LOCATION, header("The path of the new resource"));
            }
            if (status.equals("202") && method == RequestMethod.PUT) {
                response.addHeaderObject(HttpHeaders.LOCATION, header("The path of the operation"));
            }
            if (hasEntityTag(handler) && !status.equals("202")) {
                response.addHeaderObject(HttpHeaders.ETAG, header("The entity tag"));
            }
        });
        if (method == RequestMethod.GET && hasEntityTag(handler)) {
            responses.addApiResponse("304", new ApiResponse().description("The entity tag is unchanged"));
        }
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

    private static Set<ProblemCode> problems(Operation operation, HandlerMethod handler, boolean isPublic) {
        Set<ProblemCode> codes = EnumSet.copyOf(OF_ALL);
        if (!isPublic) {
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

    private static QueryParameter query(String name, String description, Schema<?> schema) {
        QueryParameter parameter = new QueryParameter();
        parameter.name(name).description(description).schema(schema);
        return parameter;
    }

    private static Schema<?> flag(boolean absent) {
        Schema<?> schema = new BooleanSchema();
        schema.setDefault(absent);
        return schema;
    }

    private static Schema<?> number(int absent, int min, @Nullable Integer max) {
        Schema<?> schema = new IntegerSchema().minimum(BigDecimal.valueOf(min));
        schema.setDefault(absent);
        if (max != null) {
            schema.maximum(BigDecimal.valueOf(max));
        }
        return schema;
    }

    private static Header header(String description) {
        return new Header().description(description).schema(new StringSchema());
    }
}
