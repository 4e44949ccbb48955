package dev.linkgate.kernel;

/**
 * What is wrong with one field of a request.
 *
 * @param field its name as the caller wrote it: a path variable, a query parameter, a header or a JSON path
 * @param message what it must look like
 */
public record FieldError(String field, String message) {}
