package dev.linkgate.openapi;

import dev.linkgate.api.Problem;
import dev.linkgate.api.RequestId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
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
        response.addHeaderObject(RequestId.HEADER, header("The name of this request"));
        response.addHeaderObject(
                "Audit-Receipt",
                header("Sequence and hash of the audit record, if there is one of this request alone"));
        if (codes.stream().anyMatch(code -> code.retryAfter() != null)) {
            response.addHeaderObject(HttpHeaders.RETRY_AFTER, header("When to try again, in seconds"));
        }
        if (codes.contains(ProblemCode.OUTCOME_UNKNOWN)) {
            response.addHeaderObject(
                    HttpHeaders.LOCATION, header("With `outcome-unknown`: the operation that resolves the outcome"));
        }
        if (codes.contains(ProblemCode.UNAUTHENTICATED)) {
            response.addHeaderObject(HttpHeaders.WWW_AUTHENTICATE, header("`Bearer`"));
        }
        if (codes.contains(ProblemCode.METHOD_NOT_ALLOWED)) {
            response.addHeaderObject(HttpHeaders.ALLOW, header("The methods that the path accepts"));
        }
        return response;
    }

    private static Problem example(ProblemCode code) {
        Failure failure = code == ProblemCode.INVALID_REQUEST
                ? Failure.invalid("projectId", "must be 24 lowercase hex digits")
                : Failure.of(code, code.title() + ".");
        return Problem.of(failure, "/projects/5df264b8f10fab7d2cad2f0a/links", "8f14e45fceea167a");
    }

    private static Header header(String description) {
        return new Header().description(description).schema(new StringSchema());
    }
}
