package dev.linkgate.gateway.audit;

import dev.linkgate.gateway.request.Receipt;
import dev.linkgate.gateway.request.Right;
import dev.linkgate.gateway.request.Target;

/**
 * Proof that the intent of a write is durable. Only the audit creates one, and the Atlas client sends no write without
 * one, so no write bypasses the record. It also carries the right to the write, which the client asks each time it is
 * about to send the first byte, so no write outlives its caller's right either.
 */
public final class Intent {

    private final Receipt receipt;
    private final Action action;
    private final Target target;
    private final Right right;

    Intent(Receipt receipt, Action action, Target target, Right right) {
        this.receipt = receipt;
        this.action = action;
        this.target = target;
        this.right = right;
    }

    public Receipt receipt() {
        return receipt;
    }

    /** The right to the write. */
    public Right right() {
        return right;
    }

    /** The same, which also needs another right. */
    public Intent within(Right other) {
        return new Intent(receipt, action, target, right.and(other));
    }

    Action action() {
        return action;
    }

    Target target() {
        return target;
    }
}
