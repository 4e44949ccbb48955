package dev.linkgate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.boot.test.system.CapturedOutput;

/**
 * The tests look at what is printed and logged. Only one such class runs at a time, but others print beside it: a test
 * looks only at lines that name its own ids, or that no other class causes. JUnit 6.0.3 does not see the locks of
 * methods of a {@code @ParameterizedClass}, so such a class has the lock itself.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(CapturesOutput.Capture.class)
@ResourceLock(Resources.SYSTEM_OUT)
public @interface CapturesOutput {

    /** Gives each test what is printed while it runs. */
    final class Capture implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

        @Override
        public void beforeEach(ExtensionContext context) {
            store(context).put(Printed.Copy.class, Printed.copy());
        }

        @Override
        public void afterEach(ExtensionContext context) {
            store(context).get(Printed.Copy.class, Printed.Copy.class).close();
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == CapturedOutput.class;
        }

        @Override
        public CapturedOutput resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return store(context).get(Printed.Copy.class, Printed.Copy.class);
        }

        private static Store store(ExtensionContext context) {
            return context.getStore(Namespace.create(Capture.class));
        }
    }
}
