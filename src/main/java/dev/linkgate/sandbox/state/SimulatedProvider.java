package dev.linkgate.sandbox.state;

/** The cloud providers that Atlas knows. */
public enum SimulatedProvider {
    AWS,
    AZURE,
    GCP
}
