package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Target;

/**
 * Is notified of the writes of all replicas to projects, as {@link WriteNotifications} says. The head of the chain may
 * be locked meanwhile, so it must be quick, and must not throw. It is called by several threads.
 */
public interface WriteListener {

    /** A write was begun; nothing of it may have been sent yet. */
    void begun(Target target);

    /** A write has ended, whatever its outcome. */
    void ended(Target target);

    /** Writes of any target may have begun and ended. */
    void missed();
}
