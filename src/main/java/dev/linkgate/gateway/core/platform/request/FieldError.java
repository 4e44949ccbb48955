package dev.linkgate.gateway.core.platform.request;

/**
 * An error in one field of a request.
 *
 * @param field its name as the caller wrote it: a path variable, a query parameter, a header or a JSON path
 * @param message the required form
 */
public record FieldError(String field, String message) {}
