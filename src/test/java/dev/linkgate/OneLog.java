package dev.linkgate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LogFile;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemFactory;
import org.springframework.boot.logging.logback.LogbackLoggingSystem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The log of a process in which applications start and end beside tests: it is set up once. Boot would set it up at
 * each start, and lose what others log meanwhile, and the appenders of tests.
 */
final class OneLog extends LogbackLoggingSystem {

    private static boolean isSetUp;

    private OneLog(ClassLoader loader) {
        super(loader);
    }

    /** Sets it up with the product's own settings. */
    static void setUp(ConfigurableEnvironment settings) {
        LoggingSystem log = LoggingSystem.get(OneLog.class.getClassLoader());
        log.getSystemProperties(settings).apply();
        log.beforeInitialize();
        log.initialize(new LoggingInitializationContext(settings), null, null);
    }

    @Override
    public void beforeInitialize() {
        if (!isSetUp) {
            super.beforeInitialize();
        }
    }

    @Override
    public void initialize(LoggingInitializationContext context, @Nullable String location, @Nullable LogFile file) {
        if (!isSetUp) {
            isSetUp = true;
            super.initialize(context, location, file);
        }
    }

    /** Does nothing at the end of an application, because others go on. */
    @Override
    public void cleanUp() {}

    /**
     * Boot takes the first that is there, so it comes before Boot's own. Where one class runs after the other, each
     * start sets the log up as the product does ({@code -Dtest.log-of-each-start=true}).
     */
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static final class Factory implements LoggingSystemFactory {
        @Override
        public @Nullable LoggingSystem getLoggingSystem(ClassLoader loader) {
            return Boolean.getBoolean("test.log-of-each-start") ? null : new OneLog(loader);
        }
    }
}
