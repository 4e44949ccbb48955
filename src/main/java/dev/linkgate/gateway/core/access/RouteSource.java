package dev.linkgate.gateway.core.access;

import java.util.List;

/** Brings routes: the core's own, or those of a feature. */
public interface RouteSource {

    List<Route> routes();
}
