package dev.linkgate.crash;

import dev.linkgate.sandbox.Trouble;
import org.jspecify.annotations.Nullable;

/** Where a piece of work can be when the gateway is killed. Every one is hit on purpose. */
enum Boundary {
    REPLACE_REMOVING_UNDONE("replace-endpoint", "removing, Atlas has not removed it", "DELETE", Trouble.HANG),
    REPLACE_REMOVING_DONE("replace-endpoint", "removing, Atlas has removed it", "DELETE", Trouble.HANG_AFTER),
    REPLACE_WAITING_FOR_REMOVAL("replace-endpoint", "waiting-for-removal"),
    REPLACE_ADDING_UNDONE("replace-endpoint", "adding, Atlas has not added it", "POST", Trouble.HANG),
    REPLACE_ADDING_DONE("replace-endpoint", "adding, Atlas has added it", "POST", Trouble.HANG_AFTER),
    REPLACE_WAITING_FOR_CONNECTION("replace-endpoint", "waiting-for-connection"),
    REPLACE_ENDED("replace-endpoint", "ended less than half a second ago"),
    SETTLE_ASKING("settle-outcome", "asking"),
    SETTLE_ENDED("settle-outcome", "ended less than half a second ago"),
    ADD_UNDONE("request", "POST of an endpoint, Atlas has not added it", "POST", Trouble.HANG),
    ADD_DONE("request", "POST of an endpoint, Atlas has added it", "POST", Trouble.HANG_AFTER),
    REMOVE_UNDONE("request", "DELETE of an endpoint, Atlas has not removed it", "DELETE", Trouble.HANG),
    REMOVE_DONE("request", "DELETE of an endpoint, Atlas has removed it", "DELETE", Trouble.HANG_AFTER);

    private final String kind;
    private final String where;
    private final @Nullable Trap trap;

    /** The request to Atlas in whose middle the gateway is killed: it hangs until then. */
    record Trap(String method, Trouble hanging) {}

    Boundary(String kind, String where) {
        this.kind = kind;
        this.where = where;
        this.trap = null;
    }

    Boundary(String kind, String where, String method, Trouble hanging) {
        this.kind = kind;
        this.where = where;
        this.trap = new Trap(method, hanging);
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

    boolean isEnd() {
        return this == REPLACE_ENDED || this == SETTLE_ENDED;
    }
}
