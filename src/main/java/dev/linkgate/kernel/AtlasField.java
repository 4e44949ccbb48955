package dev.linkgate.kernel;

/**
 * What Atlas finds wrong with one field of the request that the gateway sent.
 *
 * @param field its name at Atlas
 * @param description Atlas's own words
 */
public record AtlasField(String field, String description) {}
