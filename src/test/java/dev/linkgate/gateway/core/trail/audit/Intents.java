package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;

/** Intents for tests that need one without a trail. */
public final class Intents {

    private Intents() {}

    public static Intent any() {
        return with(Right.PERMANENT);
    }

    /** @param right to the write */
    public static Intent with(Right right) {
        return new Intent(new Receipt(1, "0".repeat(64)), Action.ENDPOINT_ADD, Target.NONE, right);
    }
}
