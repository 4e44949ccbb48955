package dev.linkgate.gateway.core.platform.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The problems of an operation, besides those of every operation; for the OpenAPI document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Problems {

    /** Their codes. */
    String[] value();

    /** Whether Atlas is asked, which adds Atlas's problems. */
    boolean asksAtlas() default false;
}
