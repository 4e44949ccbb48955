package dev.linkgate.gateway.feature.documents;

import static dev.linkgate.gateway.core.platform.request.ProblemCode.ACCESS_UNCONFIRMED;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.ATLAS_ACCESS_LIST;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.ATLAS_CONFLICT;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.ATLAS_CREDENTIAL_REJECTED;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.ATLAS_ERROR;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.ATLAS_REJECTED_REQUEST;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.ATLAS_TIMEOUT;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.ATLAS_UNAVAILABLE;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.AUDIT_UNAVAILABLE;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.BODY_TOO_LARGE;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.FORBIDDEN;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.HEAD_TOO_LARGE;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.INTERNAL_ERROR;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.INVALID_REQUEST;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.LINK_NOT_READY;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.NOT_ACCEPTABLE;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.NO_CREDENTIAL;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.OUTCOME_UNKNOWN;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.OVERLOADED;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.PRECONDITION_FAILED;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.PROJECT_NOT_FOUND;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.RATE_LIMITED;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.UNAUTHENTICATED;
import static dev.linkgate.gateway.core.platform.request.ProblemCode.UNSUPPORTED_MEDIA_TYPE;
import static dev.linkgate.gateway.feature.identities.IdentityWords.ISSUER_UNAVAILABLE;
import static dev.linkgate.gateway.feature.identities.IdentityWords.TEAM_AMBIGUOUS;

import dev.linkgate.gateway.core.api.IdempotencyKey;
import dev.linkgate.gateway.core.api.PreferWait;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.RequestId;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.core.platform.web.Page;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.ArrayList;
import java.util.HashSet;
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
 * Adds to each operation what no annotation says, because filters and argument resolvers do it: parameters, statuses,
 * problems. Two handlers of one path with different media types are one operation, which comes here twice.
 */
@Lazy
@Component
class OperationDocs implements GlobalOperationCustomizer {

    private static final String HTML = org.springframework.http.MediaType.TEXT_HTML_VALUE;
    private static final Set<String> WITH_ENTITY_TAG = Set.of(
            "#/components/schemas/Link",
            "#/components/schemas/CreatedLink",
            "#/components/schemas/Endpoint",
            "#/components/schemas/FederationEndpoint");

    private static final String TEAM_CHOICE = "Linkgate-Team";

    private static final String RECEIPT = "Audit-Receipt";

    private static final List<String> OF_ALL = List.of(
            RequestId.HEADER,
            "Key-Expires",
            "RateLimit",
            "RateLimit-Policy",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset");

    private final Vocabulary vocabulary;

    OperationDocs(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        DocumentedHandler handler = new DocumentedHandler(method);
        boolean hasEntityTag = handler.method() == RequestMethod.GET
                && contents(operation)
                        .map(content -> content.getSchema().get$ref())
                        .anyMatch(schema -> schema != null && WITH_ENTITY_TAG.contains(schema));
        addParameters(operation, handler, hasEntityTag);
        addSuccesses(operation, handler, hasEntityTag);
        addHeaders(operation, handler);
        OperationProblems.addTo(operation, handler, vocabulary.all(ProblemCode.class));
        return operation;
    }

    private static void addParameters(Operation operation, DocumentedHandler handler, boolean hasEntityTag) {
        List<String> names = new ArrayList<>();
        if (handler.takes(Page.class)) {
            names.addAll(List.of("pageNum", "itemsPerPage", "includeCount"));
        }
        if (!handler.isStream()) {
            names.addAll(List.of("pretty", "envelope"));
        }
        names.add(RequestId.HEADER);
        if (handler.isForTeams()) {
            names.add(TEAM_CHOICE);
        }
        if (handler.takes(IdempotencyKey.class)) {
            names.add(IdempotencyKey.HEADER);
        }
        if (handler.writesAtAtlas()) {
            names.add(RequestContext.CHANGE_REFERENCE);
        }
        if (handler.takes(Precondition.class)) {
            names.addAll(List.of(HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH));
        }
        if (hasEntityTag) {
            names.add(HttpHeaders.IF_NONE_MATCH);
        }
        if (handler.takes(Freshness.class)) {
            names.add(HttpHeaders.CACHE_CONTROL);
        }
        if (handler.takes(PreferWait.class)) {
            names.add(PreferWait.REQUEST_HEADER);
        }
        List<Parameter> own = Objects.requireNonNullElse(operation.getParameters(), List.of());
        names.stream()
                .map(name -> new Parameter().$ref(name))
                .filter(parameter -> !own.contains(parameter))
                .toList()
                .forEach(operation::addParametersItem);
    }

    private static void addSuccesses(Operation operation, DocumentedHandler handler, boolean hasEntityTag) {
        ApiResponses responses = operation.getResponses();
        if (handler.writesAtAtlas()) {
            addDryRun(responses, handler);
        }
        ApiResponse replaced = responses.get("200");
        if (handler.createsOrReplaces() && replaced != null) {
            replaced.setDescription("Replaced");
            responses.addApiResponse(
                    "201", new ApiResponse().description("Created").content(replaced.getContent()));
        }
        if (hasEntityTag) {
            responses.addApiResponse("304", new ApiResponse().description("The entity tag is unchanged"));
        }
        responses.values().stream()
                .map(ApiResponse::getContent)
                .filter(content -> content != null && content.containsKey(HTML))
                .forEach(content -> content.addMediaType(HTML, new MediaType().schema(new StringSchema())));
    }

    /** What a write may answer besides what its annotations say. */
    private static void addDryRun(ApiResponses responses, DocumentedHandler handler) {
        Schema<?> dryRun = reference(DryRun.class);
        String what = "hat the request would do";
        handler.written().ifPresent(type -> {
            String was = "It was there" + (handler.takes(IdempotencyKey.class) ? " (with an `Idempotency-Key`)" : "");
            Schema<?> either = new JsonSchema().addOneOfItem(reference(type)).addOneOfItem(dryRun);
            responses.addApiResponse("200", answer(was + ", or w" + what, either));
            responses.addApiResponse("201", answer("Added", reference(type)));
        });
        if (handler.method() == RequestMethod.DELETE) {
            responses.addApiResponse("200", answer("W" + what, dryRun));
        }
    }

    private static Schema<?> reference(Class<?> type) {
        return new JsonSchema().$ref("#/components/schemas/" + type.getSimpleName());
    }

    private static ApiResponse answer(String description, Schema<?> schema) {
        Content content = new Content()
                .addMediaType(
                        org.springframework.http.MediaType.APPLICATION_JSON_VALUE, new MediaType().schema(schema));
        return new ApiResponse().description(description).content(content);
    }

    /** The headers of its successes. The problems share theirs. */
    private static void addHeaders(Operation operation, DocumentedHandler handler) {
        operation.getResponses().forEach((status, answer) -> {
            List<String> names = new ArrayList<>(OF_ALL);
            if (!handler.isPublic()) {
                names.add(RECEIPT);
            }
            if (status.equals("304") || isTagged(answer)) {
                names.add(HttpHeaders.ETAG);
            }
            if (status.equals("201") || status.equals("202")) {
                names.add(HttpHeaders.LOCATION);
            }
            if (status.equals("202")) {
                names.add(HttpHeaders.RETRY_AFTER);
            }
            if (handler.takes(Freshness.class) || handler.takes(PreferWait.class)) {
                names.add(HttpHeaders.AGE);
            }
            if (handler.takes(PreferWait.class)) {
                names.add(PreferWait.RESPONSE_HEADER);
            }
            if (handler.takes(IdempotencyKey.class) && status.equals("200")) {
                names.add(IdempotencyKey.REPLAYED);
            }
            names.forEach(name -> answer.addHeaderObject(name, new Header().$ref(name)));
        });
    }

    private static boolean isTagged(ApiResponse answer) {
        return answer.getContent() != null
                && answer.getContent().values().stream().anyMatch(content -> isTagged(content.getSchema()));
    }

    /** A write may answer a dry run instead. */
    private static boolean isTagged(Schema<?> schema) {
        return schema.getOneOf() == null
                ? WITH_ENTITY_TAG.contains(String.valueOf(schema.get$ref()))
                : schema.getOneOf().stream().anyMatch(OperationDocs::isTagged);
    }

    private static Stream<MediaType> contents(Operation operation) {
        return operation.getResponses().values().stream()
                .map(ApiResponse::getContent)
                .filter(Objects::nonNull)
                .flatMap(content -> content.values().stream());
    }

    /** The problems of an operation in the OpenAPI document, each status with the codes that it may have. */
    static final class OperationProblems {

        private static final Set<ProblemCode> OF_ALL =
                Set.of(INVALID_REQUEST, NOT_ACCEPTABLE, HEAD_TOO_LARGE, RATE_LIMITED, INTERNAL_ERROR, OVERLOADED);
        private static final Set<ProblemCode> OF_CALLERS = Set.of(
                UNAUTHENTICATED, FORBIDDEN, TEAM_AMBIGUOUS, AUDIT_UNAVAILABLE, ACCESS_UNCONFIRMED, ISSUER_UNAVAILABLE);
        private static final Set<ProblemCode> WITH_BODY = Set.of(BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE);
        private static final Set<ProblemCode> OF_ATLAS = Set.of(
                ATLAS_CONFLICT,
                ATLAS_REJECTED_REQUEST,
                ATLAS_CREDENTIAL_REJECTED,
                ATLAS_ACCESS_LIST,
                ATLAS_ERROR,
                ATLAS_UNAVAILABLE,
                ATLAS_TIMEOUT,
                NO_CREDENTIAL);
        private static final Set<ProblemCode> OF_WRITES = Set.of(LINK_NOT_READY, OUTCOME_UNKNOWN);

        private OperationProblems() {}

        static void addTo(Operation operation, DocumentedHandler handler, List<ProblemCode> known) {
            Set<ProblemCode> all = codes(operation, handler, known);
            known.stream()
                    .filter(all::contains)
                    .collect(Collectors.groupingBy(ProblemCode::status, TreeMap::new, Collectors.toList()))
                    .forEach((status, codes) ->
                            operation.getResponses().addApiResponse(String.valueOf(status), reference(codes)));
        }

        private static Set<ProblemCode> codes(Operation operation, DocumentedHandler handler, List<ProblemCode> known) {
            Set<ProblemCode> codes = new HashSet<>(OF_ALL);
            if (!handler.isPublic()) {
                codes.addAll(OF_CALLERS);
            }
            if (operation.getRequestBody() != null) {
                codes.addAll(WITH_BODY);
            }
            if (handler.takes(Precondition.class)) {
                codes.add(PRECONDITION_FAILED);
            }
            handler.problems().map(code -> named(code, known)).forEach(codes::add);
            if (handler.asksAtlas()) {
                codes.addAll(OF_ATLAS);
                if (handler.isInProject()) {
                    codes.add(PROJECT_NOT_FOUND);
                }
            }
            if (handler.writesAtAtlas()) {
                codes.addAll(OF_WRITES);
            }
            return codes;
        }

        private static ProblemCode named(String code, List<ProblemCode> known) {
            return known.stream()
                    .filter(problem -> problem.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no problem has the code " + code));
        }

        private static ApiResponse reference(List<ProblemCode> codes) {
            return new ApiResponse()
                    .$ref("Problem")
                    .description(
                            codes.stream().map(code -> "`" + code.code() + "`").collect(Collectors.joining(", ")));
        }
    }
}
