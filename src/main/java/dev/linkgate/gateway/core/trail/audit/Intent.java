package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import org.jspecify.annotations.Nullable;

/**
 * Proof that the intent of a write is durable. Only the audit creates one, and the Atlas client sends no write without
 * one, so no write bypasses the record. It also carries the right to the write, which the client asks each time it is
 * about to send the first byte, so no write outlives its caller's right either.
 */
public final class Intent {

    private final Receipt receipt;
    private final Action action;
    private final Right right;
    private volatile Target target;

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

    /** A copy of this intent, which also needs another right. */
    public Intent within(Right other) {
        return new Intent(receipt, action, target, right.and(other));
    }

    /** Notes a target that is known better now, which its outcome tells. */
    public void isAbout(Target known) {
        target = known;
    }

    /** Notes what the write has changed, which its outcome tells. */
    public void changed(@Nullable Recorded before, @Nullable Recorded after) {
        target = target.changing(Change.of(before, after));
    }

    /** Notes what the write has stored, as {@link #changed(Recorded, Recorded)} does. */
    public <T extends Recorded> Put<T> changed(Put<T> put) {
        changed(put.before(), put.now());
        return put;
    }

    Action action() {
        return action;
    }

    /** The target, as it is known now. */
    Target target() {
        return target;
    }
}
