package dev.linkgate.api;

import dev.linkgate.web.CurrentCall;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers whatever a controller throws with a problem. */
@RestControllerAdvice
class ProblemHandler {

    private final ProblemWriter problems;

    ProblemHandler(ProblemWriter problems) {
        this.problems = problems;
    }

    @ExceptionHandler(Throwable.class)
    void handle(Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String requestId = CurrentCall.of(request).requestId();
        problems.write(request, response, requestId, FailureTranslator.translate(thrown, requestId));
    }
}
