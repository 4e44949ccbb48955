package dev.linkgate.sandbox;

/** The cloud providers that Atlas knows. */
public enum Provider {
    AWS,
    AZURE,
    GCP
}
