package dev.linkgate.gateway.core.atlas.pacing;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasFault.Health;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pauses the requests for some of Atlas's resources for a while when most of them fail. After the pause it is half
 * open: a few requests are sent as trials, and their results decide. The others wait for the decision, up to their
 * {@link WaitLimit}. A trial that ends without having asked Atlas gives its place to another request.
 */
final class ResourcesBreaker {

    /** The {@link #state()} in which each request is sent. */
    static final int CLOSED = 0;

    /** How many of the last requests are considered: enough that a percentage of them says something. */
    private static final int WINDOW = 100;

    /** The number of requests before it may open, so that a few that happen to fail do not stop a quiet project. */
    private static final int MINIMUM = 20;

    /** The requests that decide whether it closes: a few, because Atlas may be failing still. */
    private static final int TRIALS = 5;

    private final CircuitBreaker breaker;
    private final InstantSource clock;
    private final Counter refusals;
    private final WaitMetrics waits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition trialEnded = lock.newCondition();
    private volatile Instant openUntil = Instant.MIN;

    ResourcesBreaker(
            String name,
            ResilienceSettings.Breaker settings,
            InstantSource clock,
            WaitMetrics waits,
            Counter refusals) {
        this.waits = waits;
        this.clock = clock;
        this.refusals = refusals;
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindow(WINDOW, MINIMUM, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(settings.failureRate())
                        .waitDurationInOpenState(settings.open())
                        .permittedNumberOfCallsInHalfOpenState(TRIALS)
                        .recordResult(health -> health == Health.FAILS)
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .build());
        breaker.getEventPublisher().onStateTransition(change -> {
            if (change.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                openUntil = clock.instant().plus(settings.open());
            }
        });
    }

    AtlasResponse exchange(AtlasRequest request, AtlasChannel inner) {
        if (!breaker.tryAcquirePermission() && !awaitTrial(request)) {
            refusals.increment();
            throw AtlasFault.BREAKER_OPEN.failure().retryAfter(untilHalfOpen()).toException();
        }
        Health health = Health.UNKNOWN;
        try {
            AtlasResponse response = inner.exchange(request);
            health = FaultClassifier.of(response).health();
            return response;
        } catch (LinkgateException e) {
            AtlasAnswer answer = e.failure().atlas();
            health =
                    answer == null ? Health.UNKNOWN : FaultClassifier.of(answer).health();
            throw e;
        } catch (TransportFailure e) {
            health = FaultClassifier.of(e).health();
            throw e;
        } finally {
            note(health);
        }
    }

    /**
     * @return whether the request may be sent; false if the breaker is open, or the request could not wait for the
     *     trials
     */
    private boolean awaitTrial(AtlasRequest request) {
        if (request.isBackground() || !isHalfOpen()) {
            return breaker.tryAcquirePermission(); // it may have been closed a moment ago
        }
        WaitLimit limit = new WaitLimit(request);
        waits.begin(WaitMetrics.Reason.TRIAL);
        try {
            lock.lockInterruptibly();
            try {
                while (!breaker.tryAcquirePermission()) {
                    if (!isHalfOpen()) {
                        return breaker.tryAcquirePermission();
                    }
                    long left = limit.nanos();
                    if (left <= 0) {
                        return false;
                    }
                    trialEnded.awaitNanos(left);
                }
                return true;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw TransportFailure.whileWaiting(e);
        } finally {
            waits.end(WaitMetrics.Reason.TRIAL);
        }
    }

    private boolean isHalfOpen() {
        return breaker.getState() == CircuitBreaker.State.HALF_OPEN;
    }

    private void note(Health health) {
        if (health == Health.UNKNOWN) {
            breaker.releasePermission();
        } else {
            breaker.onResult(0, TimeUnit.NANOSECONDS, health);
        }
        // A waiter is counted before it checks the breaker, so it sees this end or is seen here.
        if (waits.waiters(WaitMetrics.Reason.TRIAL) > 0) {
            lock.lock();
            try {
                trialEnded.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private Duration untilHalfOpen() {
        Duration left = Duration.between(clock.instant(), openUntil);
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }

    /** 0 closed, 1 half open, 2 open. It is half open when the next request may be a trial. */
    int state() {
        return switch (breaker.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> CLOSED;
            case HALF_OPEN -> 1;
            case OPEN, FORCED_OPEN -> clock.instant().isBefore(openUntil) ? 2 : 1;
        };
    }
}
