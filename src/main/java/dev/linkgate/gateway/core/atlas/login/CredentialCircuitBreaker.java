package dev.linkgate.gateway.core.atlas.login;

import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits requests to Atlas by the state of one version of one credential.
 *
 * <pre>
 *              taken                 refused
 *  untried ─────────────► working ─────────────► suspect
 *     │                      ▲                   ▲     │
 *     │                      └───────────────────┼─────┘
 *     │                            taken         │
 *     └──────────────────────────────────────────┘
 *                        refused
 * </pre>
 *
 * Invariants:
 *
 * <ol>
 *   <li>While it is untried, one request at a time is admitted; the others wait for its result, and one of them is next
 *       if it shows nothing about the credential.
 *   <li>While it is suspect, at most one request in {@value #PAUSE_SECONDS} s is admitted; the others are refused
 *       without asking Atlas.
 *   <li>A verification is admitted at any time, and its result counts in any state.
 *   <li>A request's result counts only if the state has not changed since it was admitted.
 *   <li>Changes are reported one at a time, and the last report is always the current state.
 * </ol>
 */
final class CredentialCircuitBreaker {

    private static final int PAUSE_SECONDS = 30;
    private static final Duration PAUSE = Duration.ofSeconds(PAUSE_SECONDS);
    private static final Logger log = LoggerFactory.getLogger(CredentialCircuitBreaker.class);

    /** The state; its number grows with each change. */
    private sealed interface State {
        int number();
    }

    private record Untried(int number, boolean beingTried) implements State {}

    private record Working(int number) implements State {}

    private record Suspect(int number, Instant nextTry) implements State {}

    private final String credential;
    private final InstantSource clock;
    private final Consumer<CredentialState> reports;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition concluded = lock.newCondition();
    private final ReentrantLock reporting = new ReentrantLock();
    private CredentialState reported = CredentialState.UNVERIFIED;
    private volatile State state = new Untried(0, false);

    /**
     * @param credential its name, for messages
     * @param reports told about each change of state, on the thread of the request that caused it
     */
    CredentialCircuitBreaker(String credential, InstantSource clock, Consumer<CredentialState> reports) {
        this.credential = credential;
        this.clock = clock;
        this.reports = reports;
    }

    /**
     * Admits a request, perhaps after waiting for another one's result.
     *
     * @param deadlineNanos the {@link System#nanoTime()} at which to stop waiting
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if the credential is suspect
     * @throws TransportFailure if the deadline passed first
     */
    Permit enter(long deadlineNanos) {
        if (state instanceof Working working) {
            return new Permit(working.number(), false, false);
        }
        try {
            lock.lockInterruptibly();
            try {
                while (state instanceof Untried untried && untried.beingTried()) {
                    long left = deadlineNanos - System.nanoTime();
                    if (left <= 0) {
                        throw TransportFailure.whileWaiting(new TimeoutException("a new credential is being tried"));
                    }
                    concluded.awaitNanos(left);
                }
                return admit();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw TransportFailure.whileWaiting(e);
        }
    }

    /** Admits a verification. */
    Permit verify() {
        return new Permit(state.number(), false, true);
    }

    private Permit admit() {
        return switch (state) {
            case Working working -> new Permit(working.number(), false, false);
            case Untried untried -> {
                state = new Untried(untried.number(), true);
                yield new Permit(untried.number(), true, false);
            }
            case Suspect suspect -> {
                Instant now = clock.instant();
                if (now.isBefore(suspect.nextTry())) {
                    throw refusal(Duration.between(now, suspect.nextTry())).toException();
                }
                state = new Suspect(suspect.number(), now.plus(PAUSE));
                yield new Permit(suspect.number(), false, false);
            }
        };
    }

    private Failure refusal(Duration untilNextTry) {
        Duration wait = Duration.ofSeconds(untilNextTry.plusMillis(999).toSeconds());
        return Failure.of(
                        ProblemCode.ATLAS_CREDENTIAL_REJECTED,
                        "Atlas rejected the credential '" + credential + "' and was not asked again. It is tried"
                                + " again in " + wait.toSeconds() + " s, or at once when the platform team replaces or"
                                + " verifies it.")
                .retryAfter(wait);
    }

    private void conclude(Permit permit, boolean taken) {
        lock.lock();
        try {
            State before = state;
            boolean outdated = before.number() != permit.number && !permit.verification;
            if (outdated || (taken && before instanceof Working)) {
                return;
            }
            int next = before.number() + 1;
            if (taken) {
                state = new Working(next);
            } else {
                Instant nextTry = clock.instant().plus(PAUSE);
                state = new Suspect(before instanceof Suspect ? before.number() : next, nextTry);
            }
            concluded.signalAll();
        } finally {
            lock.unlock();
        }
        report();
    }

    private void report() {
        reporting.lock();
        try {
            CredentialState current = switch (state) {
                case Untried untried -> CredentialState.UNVERIFIED;
                case Working working -> CredentialState.OK;
                case Suspect suspect -> CredentialState.SUSPECT;
            };
            if (current != reported) {
                reported = current;
                reports.accept(current);
            }
        } catch (RuntimeException e) {
            // The request was answered, and a state that cannot be stored must not make it fail.
            log.warn("Could not store the state of credential {}: {}", credential, e.toString());
        } finally {
            reporting.unlock();
        }
    }

    /** Permission for one request to Atlas. It must be closed in any case. */
    final class Permit implements AutoCloseable {

        private final int number;
        private final boolean trial;
        private final boolean verification;

        private Permit(int number, boolean trial, boolean verification) {
            this.number = number;
            this.trial = trial;
            this.verification = verification;
        }

        /** Atlas accepted the credential. */
        void taken() {
            if (!(state instanceof Working)) {
                conclude(this, true);
            }
        }

        /** Atlas rejected the credential. */
        void refused() {
            conclude(this, false);
        }

        /** Without a result, the next request in line tries. */
        @Override
        public void close() {
            if (!trial) {
                return;
            }
            lock.lock();
            try {
                if (state instanceof Untried untried) {
                    state = new Untried(untried.number(), false);
                    concluded.signal();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
