package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;
import dev.linkgate.kernel.Target;

/**
 * Proof that the intent of a write is durable. Only the audit creates one, and the Atlas client sends no write without
 * one, so no write bypasses the record.
 */
public final class Intent {

    private final Receipt receipt;
    private final Action action;
    private final Target target;

    Intent(Receipt receipt, Action action, Target target) {
        this.receipt = receipt;
        this.action = action;
        this.target = target;
    }

    public Receipt receipt() {
        return receipt;
    }

    Action action() {
        return action;
    }

    Target target() {
        return target;
    }
}
