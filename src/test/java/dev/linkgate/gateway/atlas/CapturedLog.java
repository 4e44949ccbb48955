package dev.linkgate.gateway.atlas;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
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
    private final Level before = root.getLevel();
    private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
    private final Lines lines = new Lines();
    private final Map<Logger, Level> quiet = new HashMap<>();

    public CapturedLog() {
        lines.start();
        root.addAppender(lines);
    }

    /**
     * Everything that loggers have to say, except those that the product's own settings keep quiet at any level of the others.
     * That is of the whole process, so such a class is isolated.
     */
    public static CapturedLog everything() {
        CapturedLog log = new CapturedLog();
        log.keepQuiet();
        log.keepFromTheConsole();
        log.root.setLevel(Level.TRACE);
        return log;
    }

    private void keepQuiet() {
        YamlPropertiesFactoryBean settings = new YamlPropertiesFactoryBean();
        settings.setResources(new ClassPathResource("application.yaml"));
        Objects.requireNonNull(settings.getObject()).forEach((name, level) -> {
            if (name.toString().startsWith(LEVEL)) {
                Logger logger = (Logger) LoggerFactory.getLogger(name.toString().substring(LEVEL.length()));
                quiet.put(logger, logger.getLevel());
                logger.setLevel(Level.toLevel(level.toString()));
            }
        });
    }

    private void keepFromTheConsole() {
        root.iteratorForAppenders().forEachRemaining(appenders::add);
        appenders.remove(lines);
        appenders.forEach(root::detachAppender);
    }

    /** Messages with their stack traces. */
    public List<String> lines() {
        return lines.all;
    }

    @Override
    public void close() {
        root.detachAppender(lines);
        root.setLevel(before);
        quiet.forEach(Logger::setLevel);
        appenders.forEach(root::addAppender);
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
