package dev.linkgate.sandbox.state;

/** The cloud providers that Atlas knows. */
public enum Provider {
    AWS,
    AZURE,
    GCP
}
