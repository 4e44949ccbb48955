package dev.linkgate.gateway.inbound.idempotency;

import dev.linkgate.gateway.platform.observability.Metric;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.web.CurrentContext;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Carries out a {@code POST} on a project's resources with an {@code Idempotency-Key} only once, and replays its answer
 * to repetitions.
 *
 * <p>It comes after the security filters: a refused caller claims no key, and an answer is replayed only to callers
 * that may still make the request.
 */
@Component
public class IdempotencyFilter extends OncePerRequestFilter {

    private static final String REPLAYED = "Idempotency-Replayed";

    private final IdempotencyKeys keys;
    private final AuditTrail trail;
    private final Meter.MeterProvider<Counter> counters;

    IdempotencyFilter(IdempotencyKeys keys, AuditTrail trail, MeterRegistry meters) {
        this.keys = keys;
        this.trail = trail;
        this.counters = Metric.IDEMPOTENCY_KEYS.counter().withRegistry(meters);
    }

    /** Answers under {@code /admin} and {@code /keys} may contain a secret, and are not stored. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || request.getHeader(IdempotencyKey.HEADER) == null
                || !String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
                        .startsWith("/projects/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestContext context = CurrentContext.of(request);
        IdempotencyKey key = IdempotencyKey.of(Collections.list(request.getHeaders(IdempotencyKey.HEADER)));
        BufferedRequest buffered = new BufferedRequest(request);
        switch (claim(context, KeyedRequest.of(context.actor(), request, key, buffered.body()))) {
            case IdempotencyKeys.ClaimResult.Mine mine -> {
                count(mine.resumed() ? "resumed" : "first");
                carryOut(mine, context, buffered, response, chain);
            }
            case IdempotencyKeys.ClaimResult.Answered answered -> {
                count("replayed");
                replay(answered.answer(), context, response);
            }
            case IdempotencyKeys.ClaimResult.Running running -> {
                count("in-progress");
                throw Failure.of(
                                ProblemCode.IDEMPOTENCY_IN_PROGRESS,
                                "The first request with this idempotency key has not ended yet. Repeat it to get its"
                                        + " answer.")
                        .toException();
            }
            case IdempotencyKeys.ClaimResult.OtherRequest other -> {
                count("reused");
                throw Failure.of(
                                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                                "The first request with this idempotency key had another body. Nothing was done; use a"
                                        + " new key for another request.")
                        .toException();
            }
        }
    }

    /** The claims and the audit trail share a database: without it no write could be recorded either. */
    private IdempotencyKeys.ClaimResult claim(RequestContext context, KeyedRequest request) {
        try {
            return keys.claim(request, context.actor(), trail.patience());
        } catch (DataAccessException e) {
            throw notStored();
        }
    }

    private static LinkgateException notStored() {
        return Failure.of(
                        ProblemCode.AUDIT_UNAVAILABLE,
                        "The idempotency key of this request could not be stored, so nothing was done. Try again.")
                .toException();
    }

    private void carryOut(
            IdempotencyKeys.ClaimResult.Mine claim,
            RequestContext context,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        if (claim.resumed()) {
            context.facts().noteResumed(claim.intent());
        }
        context.leased(claim.lease(), intent -> begin(claim, intent));
        BufferedResponse buffered = new BufferedResponse(response);
        int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try {
            chain.doFilter(request, buffered);
            status = buffered.getStatus();
        } finally {
            switch (Completion.of(context, status)) {
                case DEFINITE -> keys.answered(claim, StoredResponse.of(context, buffered), trail.patience());
                case OPEN -> keys.open(claim, trail.patience());
                case NOT_BEGUN -> release(claim, context);
            }
        }
        buffered.send();
    }

    private void begin(IdempotencyKeys.ClaimResult.Mine claim, long intent) {
        try {
            keys.begin(claim, intent, trail.patience());
        } catch (DataAccessException e) {
            throw notStored();
        }
    }

    /** If no record could be stored, the key's end cannot either for now, and the caller does not wait for it. */
    private void release(IdempotencyKeys.ClaimResult.Mine claim, RequestContext context) {
        boolean away = context.facts().problem() == ProblemCode.AUDIT_UNAVAILABLE;
        keys.released(claim, away ? Duration.ZERO : trail.patience());
    }

    private void replay(StoredResponse answer, RequestContext context, HttpServletResponse response)
            throws IOException {
        Target path = context.target();
        Target target = new Target(path.project(), path.link(), answer.interfaceEndpointId(), path.thing(), null);
        trail.replayed(context, Action.of(answer.action()), target, answer.status(), answer.problem());
        answer.writeTo(response);
        response.setHeader(REPLAYED, "true");
    }

    private void count(String result) {
        counters.withTag("result", result).increment();
    }

    /** A request whose body has been read and can be read again. */
    static final class BufferedRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        /** @throws dev.linkgate.gateway.platform.request.LinkgateException if the body is too large or incomplete */
        BufferedRequest(HttpServletRequest request) {
            super(request);
            this.body = read(request);
        }

        byte[] body() {
            return body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Replay(new ByteArrayInputStream(body));
        }

        private static byte[] read(HttpServletRequest request) {
            try {
                return request.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw Failure.invalid("body", "could not be read to its end").toException();
            }
        }

        private static final class Replay extends ServletInputStream {
            private final ByteArrayInputStream bytes;

            Replay(ByteArrayInputStream bytes) {
                this.bytes = bytes;
            }

            @Override
            public int read() {
                return bytes.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return bytes.read(buffer, offset, length);
            }

            @Override
            public boolean isFinished() {
                return bytes.available() == 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new UnsupportedOperationException("asynchronous reads are not supported");
            }
        }
    }

    /** The effect of a request's end on its key. */
    enum Completion {
        /** It was refused before anything could be changed: the key is free for a better request. */
        NOT_BEGUN,
        /** It succeeded, or a repetition would change nothing: this is the key's answer from now on. */
        DEFINITE,
        /** It has begun, and another try may succeed, or find that it was done. That try must read before it writes. */
        OPEN;

        /** The caller lost access while it waited, but its request was carried out. */
        private static final Set<ProblemCode> LOST_ACCESS =
                EnumSet.of(ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN);

        /** @param status the answer's status; 500 if there is no answer */
        static Completion of(RequestContext context, int status) {
            if (context.facts().action() == null) {
                // The refusal of this try does not undo an earlier try's write.
                return context.facts().isResumed() ? OPEN : NOT_BEGUN;
            }
            ProblemCode problem = context.facts().problem();
            boolean refused = problem != null && !problem.retryable() && status < 500 && !LOST_ACCESS.contains(problem);
            return status < 300 || refused ? DEFINITE : OPEN;
        }
    }
}
