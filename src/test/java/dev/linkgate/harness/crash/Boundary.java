package dev.linkgate.harness.crash;

import org.jspecify.annotations.Nullable;

/** Where a piece of work can be when the gateway is killed. Every one is hit on purpose. */
enum Boundary {
    REPLACE_REMOVING_UNDONE(
            "replace-endpoint", "removing, Atlas has not removed it", AtlasCall.REMOVE_ENDPOINT, Trouble.HANG),
    REPLACE_REMOVING_DONE(
            "replace-endpoint", "removing, Atlas has removed it", AtlasCall.REMOVE_ENDPOINT, Trouble.HANG_AFTER),
    REPLACE_WAITING_FOR_REMOVAL("replace-endpoint", "waiting-for-removal"),
    REPLACE_ADDING_UNDONE("replace-endpoint", "adding, Atlas has not added it", AtlasCall.ADD_ENDPOINT, Trouble.HANG),
    REPLACE_ADDING_DONE("replace-endpoint", "adding, Atlas has added it", AtlasCall.ADD_ENDPOINT, Trouble.HANG_AFTER),
    REPLACE_WAITING_FOR_CONNECTION("replace-endpoint", "waiting-for-connection"),
    REPLACE_CREATING_LINK_UNDONE(
            "replace-endpoint", "creating-link, Atlas has not created it", AtlasCall.CREATE_LINK, Trouble.HANG),
    REPLACE_CREATING_LINK_DONE(
            "replace-endpoint", "creating-link, Atlas has created it", AtlasCall.CREATE_LINK, Trouble.HANG_AFTER),
    REPLACE_WAITING_FOR_LINK("replace-endpoint", "waiting-for-link"),
    REPLACE_ENDED("replace-endpoint", "ended less than half a second ago"),
    SETTLE_ASKING("settle-outcome", "asking"),
    SETTLE_ENDED("settle-outcome", "ended less than half a second ago"),
    ADD_UNDONE("request", "POST of an endpoint, Atlas has not added it", AtlasCall.ADD_ENDPOINT, Trouble.HANG),
    ADD_DONE("request", "POST of an endpoint, Atlas has added it", AtlasCall.ADD_ENDPOINT, Trouble.HANG_AFTER),
    REMOVE_UNDONE(
            "request", "DELETE of an endpoint, Atlas has not removed it", AtlasCall.REMOVE_ENDPOINT, Trouble.HANG),
    REMOVE_DONE(
            "request", "DELETE of an endpoint, Atlas has removed it", AtlasCall.REMOVE_ENDPOINT, Trouble.HANG_AFTER),
    CREATE_LINK_UNDONE("request", "POST of a link, Atlas has not created it", AtlasCall.CREATE_LINK, Trouble.HANG),
    CREATE_LINK_DONE("request", "POST of a link, Atlas has created it", AtlasCall.CREATE_LINK, Trouble.HANG_AFTER),
    UPDATE_LINK_UNDONE("request", "PATCH of a link, Atlas has not changed it", AtlasCall.UPDATE_LINK, Trouble.HANG),
    UPDATE_LINK_DONE("request", "PATCH of a link, Atlas has changed it", AtlasCall.UPDATE_LINK, Trouble.HANG_AFTER),
    REMOVE_LINK_UNDONE("request", "DELETE of a link, Atlas has not removed it", AtlasCall.REMOVE_LINK, Trouble.HANG),
    REMOVE_LINK_DONE("request", "DELETE of a link, Atlas has removed it", AtlasCall.REMOVE_LINK, Trouble.HANG_AFTER),
    SET_REGIONAL_MODE_UNDONE(
            "request",
            "PUT of the regional mode, Atlas has not switched it",
            AtlasCall.SET_REGIONAL_MODE,
            Trouble.HANG),
    SET_REGIONAL_MODE_DONE(
            "request",
            "PUT of the regional mode, Atlas has switched it",
            AtlasCall.SET_REGIONAL_MODE,
            Trouble.HANG_AFTER);

    private final String kind;
    private final String where;
    private final @Nullable Trap trap;

    /** The request to Atlas in whose middle the gateway is killed: it hangs until then. */
    record Trap(AtlasCall call, Trouble hanging) {}

    Boundary(String kind, String where) {
        this.kind = kind;
        this.where = where;
        this.trap = null;
    }

    Boundary(String kind, String where, AtlasCall call, Trouble hanging) {
        this.kind = kind;
        this.where = where;
        this.trap = new Trap(call, hanging);
    }

    /** The kind of operation, or {@code request} for a caller's direct request. */
    String kind() {
        return kind;
    }

    String where() {
        return where;
    }

    @Nullable
    Trap trap() {
        return trap;
    }

    boolean isOf(String operationKind) {
        return kind.equals(operationKind);
    }

    /** Whether it is in the middle of this write for this kind of work. */
    boolean isIn(String ofKind, AtlasCall call) {
        return isOf(ofKind) && trap != null && trap.call() == call;
    }

    boolean isEnd() {
        return this == REPLACE_ENDED || this == SETTLE_ENDED;
    }
}
