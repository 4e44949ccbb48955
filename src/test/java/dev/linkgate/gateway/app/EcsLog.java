package dev.linkgate.gateway.app;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The lines that are logged from now on, in the Elastic Common Schema. */
final class EcsLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Logger logger;
    private final StructuredLogEncoder encoder = new StructuredLogEncoder();
    private final List<JsonNode> lines = new CopyOnWriteArrayList<>();

    /** A gateway must have been started, because the lines name the application. */
    EcsLog(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        setContext(this.logger.getLoggerContext());
        encoder.setContext(getContext());
        encoder.setFormat("ecs");
        encoder.start();
        start();
        this.logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(JSON.readTree(new String(encoder.encode(event), StandardCharsets.UTF_8)));
    }

    List<JsonNode> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
