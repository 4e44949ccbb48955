package dev.linkgate.kernel;

/** Which Linkgate this is, as {@code User-Agent} and the OpenAPI document say. */
public record ProductVersion(String value) {}
