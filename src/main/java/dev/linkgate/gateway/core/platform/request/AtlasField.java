package dev.linkgate.gateway.core.platform.request;

/**
 * Atlas's complaint about one field of the gateway's request.
 *
 * @param field its name at Atlas
 * @param description Atlas's own words
 */
public record AtlasField(String field, String description) {}
