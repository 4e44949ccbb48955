package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;
import dev.linkgate.kernel.Target;

/** Intents for tests of what needs one, where no trail is under test. */
public final class Intents {

    private Intents() {}

    public static Intent any() {
        return new Intent(new Receipt(1, "0".repeat(64)), Action.ENDPOINT_ADD, Target.NONE);
    }
}
