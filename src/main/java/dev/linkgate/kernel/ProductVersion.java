package dev.linkgate.kernel;

/** The version of Linkgate in {@code User-Agent} and the OpenAPI document. */
public record ProductVersion(String value) {}
