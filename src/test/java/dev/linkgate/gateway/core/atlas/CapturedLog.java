package dev.linkgate.gateway.core.atlas;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** The lines that are logged in the process from now on. */
public final class CapturedLog implements AutoCloseable {

    private static final String LEVEL = "logging.level.";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Lines lines = new Lines();

    /** The levels and filters that were changed, as they were. */
    private final Map<Logger, Level> levels = new HashMap<>();

    private final Map<Appender<ILoggingEvent>, List<Filter<ILoggingEvent>>> filters = new HashMap<>();

    public CapturedLog() {
        lines.start();
        root.addAppender(lines);
    }

    /**
     * Everything that loggers have to say, except those that the product's own settings keep quiet at any level of the
     * others. That is of the whole process, so such a class is isolated.
     */
    public static CapturedLog everything() {
        CapturedLog log = new CapturedLog();
        log.keepQuiet();
        log.keepFromTheConsole();
        log.setLevel(log.root, Level.TRACE);
        return log;
    }

    private void keepQuiet() {
        YamlPropertiesFactoryBean settings = new YamlPropertiesFactoryBean();
        settings.setResources(new ClassPathResource("application.yaml"));
        Objects.requireNonNull(settings.getObject()).forEach((name, level) -> {
            if (name.toString().startsWith(LEVEL)) {
                Logger logger = (Logger) LoggerFactory.getLogger(name.toString().substring(LEVEL.length()));
                setLevel(logger, Level.toLevel(level.toString()));
            }
        });
    }

    private void setLevel(Logger logger, Level level) {
        levels.put(logger, logger.getLevel());
        logger.setLevel(level);
    }

    /** The console shows others' lines, as before. */
    private void keepFromTheConsole() {
        root.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender != lines) {
                filters.put(appender, appender.getCopyOfAttachedFiltersList());
                ThresholdFilter usual = new ThresholdFilter();
                usual.setLevel(root.getLevel().toString());
                usual.start();
                appender.addFilter(usual);
            }
        });
    }

    /** Messages with their stack traces. */
    public List<String> lines() {
        return lines.all;
    }

    @Override
    public void close() {
        root.detachAppender(lines);
        levels.forEach(Logger::setLevel);
        filters.forEach((appender, own) -> {
            appender.clearAllFilters();
            own.forEach(appender::addFilter);
        });
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            all.add(event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }
    }
}
