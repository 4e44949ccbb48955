package dev.linkgate.sandbox.state;

import dev.linkgate.kernel.Provider;

/** The status of an AWS endpoint's connection at Atlas; Azure and GCP have fewer words. */
public enum EndpointStatus {
    NONE("INITIATING", "INITIATING"),
    PENDING_ACCEPTANCE("INITIATING", "INITIATING"),
    PENDING("INITIATING", "VERIFIED"),
    AVAILABLE("AVAILABLE", "AVAILABLE"),
    REJECTED("FAILED", "FAILED"),
    DELETING("DELETING", "DELETING"),
    /** The endpoint is removed, and Atlas still shows it. Only GCP has this status. */
    DELETED("DELETED", "DELETED");

    private final String azure;
    private final String gcp;

    EndpointStatus(String azure, String gcp) {
        this.azure = azure;
        this.gcp = gcp;
    }

    /** The provider's word for the status. */
    public String word(Provider provider) {
        return switch (provider) {
            case AWS -> name();
            case AZURE -> azure;
            case GCP -> gcp;
        };
    }
}
