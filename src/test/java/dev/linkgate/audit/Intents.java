package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;
import dev.linkgate.kernel.Target;

/** Intents for tests that need one without a trail. */
public final class Intents {

    private Intents() {}

    public static Intent any() {
        return new Intent(new Receipt(1, "0".repeat(64)), Action.ENDPOINT_ADD, Target.NONE);
    }
}
