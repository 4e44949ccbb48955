package dev.linkgate.gateway.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Its tests move Atlas's clock, clear its faults, or look at what a gateway counts for all its callers. So they have
 * {@link Gateway#alone} for themselves: only one such class runs at a time, beside others.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("Gateway.alone")
public @interface Alone {}
