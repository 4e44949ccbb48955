package dev.linkgate.gateway.core.access;

import java.util.List;

/** Brings routes: the core's own, or those of a feature. */
public interface RouteSource {

    List<Route> routes();

    /** Whether an operator can switch the feature off: all of it are these routes, tasks and listeners. */
    default boolean isOptional() {
        return false;
    }
}
