package dev.linkgate.gateway.feature.limits;

import dev.linkgate.gateway.core.access.RouteList;

/** Parts of the admission for tests of other packages. */
public final class TestAdmission {

    private TestAdmission() {}

    public static UnknownCallers unknownCallers() {
        return new UnknownCallers(RouteList.openPaths(), 0);
    }
}
