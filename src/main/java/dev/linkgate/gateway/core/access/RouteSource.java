package dev.linkgate.gateway.core.access;

import java.util.List;
import java.util.Optional;

/** Brings routes: the core's own, or those of a feature. */
public interface RouteSource {

    List<Route> routes();

    /**
     * The name in {@code linkgate.features.off} of a feature that an operator can switch off: all that is in the package
     * of this class, or below it. Empty if the gateway needs the feature.
     */
    default Optional<String> switchName() {
        return Optional.empty();
    }
}
