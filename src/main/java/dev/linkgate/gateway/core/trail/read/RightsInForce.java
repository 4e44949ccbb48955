package dev.linkgate.gateway.core.trail.read;

import java.util.Map;

/** Rows that give rights, and that only the gateway can have made. The features that have some bring them. */
public interface RightsInForce {

    /** The seals of all rows whose seals fit, by their {@link dev.linkgate.gateway.core.platform.encryption.SealedRow places}; costs a query. */
    Map<String, String> seals();

    /** Whether a row at this place may be missing, because it goes without a record. */
    default boolean mayBeMissing(String place) {
        return false;
    }
}
