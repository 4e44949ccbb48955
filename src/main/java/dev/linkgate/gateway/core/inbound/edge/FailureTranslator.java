package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.ToldFailure;
import dev.linkgate.gateway.core.platform.web.JsonErrors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Translates exceptions to failures for callers. */
final class FailureTranslator {

    private static final Logger log = LoggerFactory.getLogger(FailureTranslator.class);

    private FailureTranslator() {}

    static Failure translate(Throwable thrown, String requestId) {
        return switch (thrown) {
            case ToldFailure told -> told.failure();
            case MethodArgumentNotValidException e -> Failure.invalid(fieldErrors(e));
            case HttpMessageNotReadableException e -> unreadable(e);
            case MethodArgumentTypeMismatchException e -> parameter(e.getName(), expected(e.getRequiredType()));
            case MissingServletRequestParameterException e -> parameter(e.getParameterName(), "must be given");
            case RequestRejectedException e -> rejected();
            case InvalidParameterException e -> invalid("The query is not well-formed, or has too many parameters.");
            case NoResourceFoundException e -> nothingHere();
            case HttpRequestMethodNotSupportedException e ->
                Failure.of(ProblemCode.METHOD_NOT_ALLOWED, "This path does not accept " + e.getMethod() + ".");
            case MethodNotAllowedException e ->
                Failure.of(ProblemCode.METHOD_NOT_ALLOWED, "This path accepts " + allowed(e) + ".");
            case HttpMediaTypeNotAcceptableException e ->
                Failure.of(ProblemCode.NOT_ACCEPTABLE, "Accept " + form(e) + ", or send no Accept header.");
            case HttpMediaTypeNotSupportedException e ->
                Failure.of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        e.getSupportedMediaTypes().contains(MediaType.APPLICATION_YAML)
                                ? "Send the body as application/yaml or application/json."
                                : "Send the body as application/json.");
            case ErrorResponse e -> ofStatus(e.getStatusCode().value());
            default -> unexpected(thrown, requestId);
        };
    }

    /** The methods that a path accepts, as in {@code Allow}. */
    static String allowed(MethodNotAllowedException wrong) {
        return wrong.getSupportedMethods().stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    }

    /** The failure for a status that the container or the framework chose without details. */
    static Failure ofStatus(int status) {
        return switch (status) {
            case 401 -> Failure.of(ProblemCode.UNAUTHENTICATED, "Send a bearer token.");
            case 403 -> Failure.of(ProblemCode.FORBIDDEN, "This is not allowed.");
            case 404 -> nothingHere();
            case 405 -> Failure.of(ProblemCode.METHOD_NOT_ALLOWED, "This path does not accept this method.");
            case 406 -> Failure.of(ProblemCode.NOT_ACCEPTABLE, "Accept application/json.");
            case 431 -> Failure.of(ProblemCode.HEAD_TOO_LARGE, "The request line and the headers are too large.");
            case 413 -> Failure.of(ProblemCode.BODY_TOO_LARGE, "The body is too large.");
            case 415 -> Failure.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
            // Tomcat's words for another version of HTTP, an unknown Transfer-Encoding, and CONNECT.
            case 501, 505 -> rejected();
            default ->
                status < 500
                        ? rejected()
                        : Failure.of(ProblemCode.INTERNAL_ERROR, "The gateway could not handle the request.");
        };
    }

    static Failure nothingHere() {
        return Failure.of(ProblemCode.NOT_FOUND, "No such path.");
    }

    /** Most answers are JSON; event streams and texts are not. */
    private static String form(HttpMediaTypeNotAcceptableException unacceptable) {
        return Stream.of(MediaType.TEXT_EVENT_STREAM, MediaType.TEXT_PLAIN)
                .filter(form -> unacceptable.getSupportedMediaTypes().stream()
                        .anyMatch(supported -> supported.equalsTypeAndSubtype(form)))
                .findFirst()
                .orElse(MediaType.APPLICATION_JSON)
                .toString();
    }

    private static Failure rejected() {
        return invalid(
                "The request is not well-formed HTTP/1.1, or its path or a header contains forbidden" + " characters.");
    }

    private static Failure parameter(String name, String message) {
        return Failure.invalid(List.of(new FieldError(name, message).ofParameter()));
    }

    private static Failure invalid(String detail) {
        return Failure.of(ProblemCode.INVALID_REQUEST, detail);
    }

    private static List<FieldError> fieldErrors(MethodArgumentNotValidException invalid) {
        return invalid.getBindingResult().getFieldErrors().stream()
                .map(error -> new FieldError(error.getField(), String.valueOf(error.getDefaultMessage())))
                .sorted(Comparator.comparing(FieldError::field))
                .toList();
    }

    private static Failure unreadable(HttpMessageNotReadableException unreadable) {
        Throwable cause = unreadable.getCause();
        if (cause == null) {
            return Failure.invalid("body", "must be a JSON object");
        }
        if (cause instanceof DatabindException && cause.getCause() instanceof LinkgateException limit) {
            return limit.failure(); // thrown by the type of the body when it was made
        }
        return switch (cause) {
            case LinkgateException e -> e.failure();
            case DatabindException e -> Failure.invalid(List.of(JsonErrors.of(e)));
            case JacksonException e -> Failure.invalid("body", "is not well-formed JSON" + place(e));
            default -> Failure.invalid("body", "must be a JSON object");
        };
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : "; see line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == boolean.class) {
            return "must be true or false";
        }
        return type != null && type.isEnum()
                ? "must be one of " + Arrays.toString(type.getEnumConstants())
                : "has the wrong form";
    }

    /**
     * Callers leave at any time, so that is no error, and a caller must not be able to fill the log with stack traces.
     */
    private static Failure unexpected(Throwable thrown, String requestId) {
        if (thrown instanceof AsyncRequestNotUsableException
                || (thrown instanceof HttpMessageNotWritableException
                        && DisconnectedClientHelper.isClientDisconnectedException(thrown))) {
            log.info("The caller of request {} closed the connection before it had its answer", requestId);
        } else {
            log.error("Request {} failed unexpectedly", requestId, thrown);
        }
        return Failure.of(
                ProblemCode.INTERNAL_ERROR,
                HttpStatus.INTERNAL_SERVER_ERROR.getReasonPhrase() + ". Report the requestId to the platform team.");
    }
}
