package dev.linkgate.gateway.feature.limits;

import dev.linkgate.gateway.feature.limits.connections.LimitedConnector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets a load balancer leave this replica before its port closes, so that no request is lost. During the delay
 * {@code /readyz} is 503, all requests are carried out, and each answer ends its connection. Then no new connection is
 * taken, the requests of the last ones are read, and the graceful shutdown begins.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Drain implements ApplicationListener<ContextClosedEvent> {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    /** How long a connection may need from its establishment to its first request. */
    private static final Duration FIRST_REQUEST = Duration.ofMillis(250);

    private final ShutdownSettings settings;
    private final LimitedConnector connector;
    private final ApplicationContext context;

    Drain(ShutdownSettings settings, LimitedConnector connector, ApplicationContext context) {
        this.settings = settings;
        this.connector = connector;
        this.context = context;
    }

    /** First of all, because it comes before the end of the periodic tasks, which requests depend on. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (!event.getApplicationContext().equals(context) || settings.delay().isZero()) {
            return;
        }
        log.info("The port closes in {} s", settings.delay().toSeconds());
        try {
            connector.endConnectionsAfterAnswers();
            Thread.sleep(settings.delay());
            connector.stopAccepting();
            Thread.sleep(FIRST_REQUEST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
