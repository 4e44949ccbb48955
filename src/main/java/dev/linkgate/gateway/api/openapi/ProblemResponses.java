package dev.linkgate.gateway.api.openapi;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestId;
import dev.linkgate.gateway.platform.web.Problem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/**
 * The unsuccessful answers in the OpenAPI document: one for each status, with an example of each of its problems. The
 * operations refer to them and say which problems they have.
 */
final class ProblemResponses {

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
        References.addHeader(response, RequestId.HEADER);
        References.addHeader(response, References.AUDIT_RECEIPT);
        References.addHeader(response, References.KEY_EXPIRES);
        References.addRateLimits(response);
        if (codes.stream().anyMatch(ProblemResponses::hasPause)) {
            References.addHeader(response, HttpHeaders.RETRY_AFTER);
        }
        if (codes.contains(ProblemCode.OUTCOME_UNKNOWN)) {
            References.addHeader(response, HttpHeaders.LOCATION);
        }
        if (codes.contains(ProblemCode.UNAUTHENTICATED)) {
            References.addHeader(response, HttpHeaders.WWW_AUTHENTICATE);
        }
        if (codes.contains(ProblemCode.METHOD_NOT_ALLOWED)) {
            References.addHeader(response, HttpHeaders.ALLOW);
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
