package dev.linkgate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * The tests look at what is printed and logged. Only one such class runs at a time, but others print beside it: a test looks
 * only at lines that name its own ids, or that no other class causes. JUnit 6.0.3 does not see the locks of methods of a
 * {@code @ParameterizedClass}, so such a class has the lock itself.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
public @interface CapturesOutput {}
