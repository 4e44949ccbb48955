package dev.linkgate.gateway.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Is to {@link Gateway#aloneWithoutRetries} what {@link Alone} is to {@link Gateway#alone}, so that a class of each
 * kind runs at a time.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("Gateway.aloneWithoutRetries")
public @interface AloneWithoutRetries {}
