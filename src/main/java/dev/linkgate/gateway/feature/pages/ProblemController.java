package dev.linkgate.gateway.feature.pages;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problem;
import dev.linkgate.gateway.core.platform.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Explains the problems that answers name in their {@code type}: in JSON or, if the caller prefers {@code text/html},
 * as a {@link ProblemPages page}.
 */
@RestController
@Tag(name = "Operations")
@SecurityRequirements
class ProblemController {

    private final List<Explanation> all;

    ProblemController(Vocabulary vocabulary) {
        this.all = vocabulary.all(ProblemCode.class).stream()
                .map(Explanation::of)
                .sorted(Comparator.comparingInt(Explanation::status))
                .toList();
    }

    /**
     * The explanation of a problem code.
     *
     * @param retryAfter the default {@code Retry-After}
     */
    record Explanation(
            ProblemCode code,
            String type,
            int status,
            String title,
            String explanation,
            boolean retryable,

            @Nullable Duration retryAfter) {

        static Explanation of(ProblemCode code) {
            return new Explanation(
                    code,
                    Problem.typeOf(code),
                    code.status(),
                    code.title(),
                    code.explanation(),
                    code.retryable(),
                    code.retryAfter());
        }
    }

    @GetMapping(
            path = "/problems",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE})
    @Operation(operationId = "listProblems", summary = "List every problem code")
    ResponseEntity<Listing<Explanation>> list(Page page) {
        return negotiated(page.of(all));
    }

    @GetMapping(
            path = "/problems/{code}",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_HTML_VALUE})
    @Operation(operationId = "getProblem", summary = "Explain one problem code")
    @Problems("not-found")
    ResponseEntity<Explanation> get(@PathVariable String code) {
        return negotiated(find(code));
    }

    private Explanation find(String code) {
        return all.stream()
                .filter(explanation -> explanation.code().code().equals(code))
                .findFirst()
                .orElseThrow(() -> Failure.of(ProblemCode.NOT_FOUND, "No problem has the code '" + code + "'.")
                        .toException());
    }

    private static <T> ResponseEntity<T> negotiated(T body) {
        return ResponseEntity.ok().varyBy(HttpHeaders.ACCEPT).body(body);
    }
}
