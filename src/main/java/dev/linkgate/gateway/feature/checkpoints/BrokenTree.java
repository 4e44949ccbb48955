package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.util.function.Supplier;

/**
 * The tree cannot be read as far as asked.
 *
 * <p>The message is a clause for people, without a full stop.
 */
final class BrokenTree extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean behind;

    private BrokenTree(String message, boolean behind) {
        super(message, null, false, false);
        this.behind = behind;
    }

    /** @param what is wrong with a record or a tile */
    static BrokenTree of(String what) {
        return new BrokenTree(what, false);
    }

    /** The tiles are too far behind the trail; more are being made. */
    static BrokenTree behind() {
        return new BrokenTree("the tree over its records is not complete yet", true);
    }

    /** Whether this ends by itself. */
    boolean isBehind() {
        return behind;
    }

    /** Work on the tree. It is not done while the trail is another one than was signed. */
    static <T> T answered(Supplier<T> work) {
        try {
            return work.get();
        } catch (BrokenTree e) {
            throw Failure.of(
                            ProblemCode.AUDIT_UNAVAILABLE,
                            e.isBehind()
                                    ? "The tree over the audit trail is not complete yet. Try again."
                                    : "Nothing can be proven or signed now: " + e.getMessage()
                                            + ". The platform team must act.")
                    .toException();
        }
    }
}
