package dev.linkgate.audit;

import dev.linkgate.kernel.Target;

/**
 * Is notified of the writes of all replicas, in the order of the trail; of those of other replicas before a record of
 * this one is stored. The only thread that stores records calls it, so it must be quick and must not throw.
 */
public interface WriteListener {

    /** A write was begun; nothing of it may have been sent yet. */
    void begun(Target target);

    /** A write has ended, whatever its outcome. */
    void ended(Target target);

    /** Writes of any target may have begun and ended. */
    void missed();
}
