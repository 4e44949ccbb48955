package dev.linkgate.gateway.api.openapi;

import dev.linkgate.gateway.endpoints.link.Precondition;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.web.Problems;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The problems of an operation in the OpenAPI document, as references to the {@link ProblemResponses}. */
final class OperationProblems {

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
    private static final Set<ProblemCode> WITH_KEY = EnumSet.of(
            ProblemCode.IDEMPOTENCY_IN_PROGRESS, ProblemCode.ALREADY_CARRIED_OUT, ProblemCode.IDEMPOTENCY_KEY_REUSED);
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
        if (handler.takesIdempotencyKey()) {
            codes.addAll(WITH_KEY);
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
                .description(codes.stream().map(code -> "`" + code.code() + "`").collect(Collectors.joining(", ")));
    }
}
