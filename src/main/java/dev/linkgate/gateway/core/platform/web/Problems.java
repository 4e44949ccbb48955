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

    /**
     * The problems of an operation that asks Atlas, besides those of every such operation and, if it takes
     * {@code dryRun}, of every such write.
     */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface OfAtlas {

        /** Their codes. */
        String[] value() default {};
    }
}
