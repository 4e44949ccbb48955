package dev.linkgate.sandbox.state;

import dev.linkgate.kernel.Provider;

/** @param name in Atlas's form, {@code EU_WEST_1} */
public record CloudRegion(Provider provider, String name) {}
