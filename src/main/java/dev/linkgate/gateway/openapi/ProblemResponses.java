package dev.linkgate.gateway.openapi;

import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.ProblemCode;
import dev.linkgate.gateway.web.Problem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The unsuccessful answers in the OpenAPI document: one for each status, with an example of each of its problems. The
 * operations refer to them and say which problems they have.
 */
final class ProblemResponses {

    /** The statuses of refusals that are definite, and so the answer to each repetition with the same idempotency key. */
    private static final Set<Integer> REPLAYED = Set.of(400, 404, 409, 422);

    private ProblemResponses() {}

    /** The name of a status's answer among the components. */
    static String name(int status) {
        return "Problem" + status;
    }

    static Map<String, ApiResponse> all(JsonMapper json) {
        return Arrays.stream(ProblemCode.values())
                .collect(Collectors.groupingBy(
                        code -> name(code.status()),
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), codes -> response(codes, json))));
    }

    private static ApiResponse response(List<ProblemCode> codes, JsonMapper json) {
        MediaType problem = new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
        codes.forEach(code -> problem.addExamples(
                code.code(), new Example().summary(code.title()).value(json.convertValue(example(code), Map.class))));
        ApiResponse response = new ApiResponse()
                .description(codes.stream().map(ProblemCode::title).collect(Collectors.joining("; ")))
                .content(new Content()
                        .addMediaType(org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE, problem));
        AnswerHeader.REQUEST_ID.addTo(response);
        AnswerHeader.AUDIT_RECEIPT.addTo(response);
        AnswerHeader.addRateLimitsTo(response);
        if (codes.stream().anyMatch(code -> REPLAYED.contains(code.status()))) {
            AnswerHeader.IDEMPOTENCY_REPLAYED.addTo(response);
        }
        if (codes.stream().anyMatch(ProblemResponses::hasPause)) {
            AnswerHeader.RETRY_AFTER.addTo(response);
        }
        if (codes.contains(ProblemCode.OUTCOME_UNKNOWN)) {
            AnswerHeader.LOCATION.addTo(response);
        }
        if (codes.contains(ProblemCode.UNAUTHENTICATED)) {
            AnswerHeader.WWW_AUTHENTICATE.addTo(response);
        }
        if (codes.contains(ProblemCode.METHOD_NOT_ALLOWED)) {
            AnswerHeader.ALLOW.addTo(response);
        }
        return response;
    }

    /** A suspended credential is tried again after a pause. */
    private static boolean hasPause(ProblemCode code) {
        return code.retryAfter() != null
                || code == ProblemCode.ATLAS_CREDENTIAL_REJECTED
                || code == ProblemCode.LINK_NOT_EMPTY;
    }

    private static Problem example(ProblemCode code) {
        Failure failure = code == ProblemCode.INVALID_REQUEST
                ? Failure.invalid("projectId", "must be 24 lowercase hex digits")
                : Failure.of(code, code.title() + ".");
        return Problem.of(failure, "/projects/5df264b8f10fab7d2cad2f0a/links", "8f14e45fceea167a");
    }
}
