package dev.linkgate.kernel;

import org.jspecify.annotations.Nullable;

/**
 * What Atlas said when it refused, for the caller to read.
 *
 * @param status the HTTP status
 * @param errorCode Atlas's own error code, absent when the body was not Atlas's JSON
 * @param detail Atlas's own words
 */
public record AtlasAnswer(
        int status, @Nullable String errorCode, @Nullable String detail) {}
