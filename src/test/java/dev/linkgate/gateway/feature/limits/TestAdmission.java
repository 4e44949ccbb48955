package dev.linkgate.gateway.feature.limits;

/** Parts of the admission for tests of other packages. */
public final class TestAdmission {

    private TestAdmission() {}

    public static UnknownCallers unknownCallers() {
        return new UnknownCallers(0);
    }
}
