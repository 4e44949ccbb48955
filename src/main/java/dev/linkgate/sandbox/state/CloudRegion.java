package dev.linkgate.sandbox.state;

/** @param name in Atlas's form, {@code EU_WEST_1} */
public record CloudRegion(SimulatedProvider provider, String name) {}
