package dev.linkgate.sandbox;

/**
 * A write that was carried out, whatever its caller was told.
 *
 * @param number counts the writes, from 1
 * @param uri the request target as received
 * @param endpoint the id of the endpoint it was about, empty if it was about something else
 */
public record AppliedWrite(long number, String method, String uri, String endpoint) {}
