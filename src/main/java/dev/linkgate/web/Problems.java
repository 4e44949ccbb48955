package dev.linkgate.web;

import dev.linkgate.kernel.ProblemCode;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The problems that an operation can answer with, beyond those that every operation can; for the OpenAPI document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Problems {
    ProblemCode[] value();

    /** Whether Atlas is asked, which can fail in ways of its own. */
    boolean asksAtlas() default false;
}
