package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.trail.record.Action;
import org.jspecify.annotations.Nullable;

/** Finds out what became of abandoned writes. */
public interface ReadBack {

    /** Whether such a write can be read back. */
    boolean covers(Action action);

    /**
     * Reads back once. An unclear result is tried again for a while.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if the read failed
     */
    Finding read(AbandonedWrite write);

    /** Goes on asking about a write whose outcome is on record as unknown, if Atlas can tell it. Never throws. */
    void goOn(AbandonedWrite write);

    /** The result of a read-back. */
    sealed interface Finding {

        /**
         * The write has taken effect.
         *
         * @param status the status that its caller would have seen
         * @param change what the outcome changes in another table; absent if it changes nothing
         */
        record Done(int status, @Nullable TableChange change) implements Finding {}

        /** The write has had no effect and will have none. */
        record NotDone() implements Finding {}

        /** The effect is absent, but may still come, or may have been undone. */
        record Unclear() implements Finding {}
    }
}
