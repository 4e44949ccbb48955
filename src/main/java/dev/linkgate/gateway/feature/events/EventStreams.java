package dev.linkgate.gateway.feature.events;

import dev.linkgate.gateway.core.platform.concurrency.Capacity;
import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.core.platform.web.DirectAnswer;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Serves event streams, each on the thread of its own request, so that a client that does not read delays only itself.
 *
 * <p>A stream ends when its client disconnects, its feed is over, its caller may no longer see the resource, or the
 * gateway shuts down. It stops before the web server does, so that a shutdown does not wait for streams.
 */
@Component
class EventStreams implements SmartLifecycle {

    static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    /** How often the caller's connection and access are rechecked. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration RETRY = Duration.ofSeconds(3);

    /** The longest pause before a client reconnects, to another replica, when this one shuts down. */
    private static final Duration RETRY_ELSEWHERE = Duration.ofSeconds(1);

    private final EventSettings settings;
    private final TeamQuota streams;
    private volatile boolean running = true;

    EventStreams(EventSettings settings, Capacity capacity, MeterRegistry meters) {
        this.settings = settings;
        this.streams = settings.quota(capacity);
        Metric.STREAMS.gauge(streams, TeamQuota::used).register(meters);
    }

    /**
     * Answers a request with a stream, and returns when it has ended.
     *
     * @param open starts following; its exception is the answer
     * @throws LinkgateException {@code rate-limited} if there are too many streams
     */
    void serve(HttpServletRequest request, HttpServletResponse response, Supplier<? extends EventFeed> open) {
        RequestContext context = CurrentContext.of(request);
        TeamQuota.Permit permit = streams.take(context.actor());
        try (EventFeed feed = open.get()) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("X-Accel-Buffering", "no"); // otherwise nginx would hold events back
            if (!request.getMethod().equals("HEAD")) {
                context.facts().noteStreaming();
                DirectAnswer.note(request);
                EventWriter out = new EventWriter(response.getOutputStream(), request.getHeader(LAST_EVENT_ID));
                run(feed, out, context, end(context.actor()));
            }
        } catch (IOException e) {
            log.debug("The client of stream {} disconnected: {}", context.requestId(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            permit.release();
        }
    }

    private void run(EventFeed feed, EventWriter out, RequestContext context, long end)
            throws IOException, InterruptedException {
        Duration pause = settings.heartbeat().compareTo(LOOK) < 0 ? settings.heartbeat() : LOOK;
        out.retry(RETRY);
        long quietSince = System.nanoTime();
        while (!feed.isOver()) {
            EventMessage event = feed.next(pause);
            long now = System.nanoTime();
            if (!running) {
                break;
            }
            if (now - end >= 0 || !mayGoOn(context)) {
                return;
            }
            if (event != null) {
                out.event(event);
                quietSince = now;
            } else if (now - quietSince >= settings.heartbeat().toNanos()) {
                out.comment(feed.remark());
                quietSince = now;
            }
        }
        if (!running) {
            out.retry(Duration.ofMillis(ThreadLocalRandom.current().nextLong(RETRY_ELSEWHERE.toMillis())));
        }
    }

    /** An answer that has begun can only end, for any reason. */
    private static boolean mayGoOn(RequestContext context) {
        try {
            return context.waiting().mayContinue();
        } catch (LinkgateException e) {
            return false;
        }
    }

    /** The latest end of the stream. Callers with a JWT or a certificate have a subject and no key. */
    private long end(Actor actor) {
        boolean canBeRechecked = actor.keyId() != null || actor.subject() == null;
        Duration life = canBeRechecked ? Duration.ofDays(365) : settings.maxJwtLife();
        return System.nanoTime() + life.toNanos();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * Writes an event stream (WHATWG HTML, section 9.2.5). Each message is sent at once; writing blocks while the
     * client does not read.
     */
    static final class EventWriter {

        private final OutputStream out;
        private @Nullable String lastId;

        /** @param lastId the id of the last event that the client saw */
        EventWriter(OutputStream out, @Nullable String lastId) {
            this.out = out;
            this.lastId = lastId;
        }

        /** Tells the client how long to wait before it reconnects when the stream ends. */
        void retry(Duration pause) throws IOException {
            send("retry: " + pause.toMillis() + "\n\n");
        }

        /** Sends a state, unless the client already knows it. */
        void event(EventMessage event) throws IOException {
            if (event.id() != null && event.id().equals(lastId)) {
                return;
            }
            lastId = event.id() == null ? lastId : event.id();
            event.writeTo(out);
            out.flush();
        }

        /** Sends a comment, which event listeners ignore, so that clients and proxies see that the stream is alive. */
        void comment(String remark) throws IOException {
            send(": " + remark + "\n\n");
        }

        private void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
