package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import org.springframework.security.authentication.AccountStatusException;

/**
 * The gateway does not know a caller by its credential. No other provider is asked then, as with the state of an
 * account: the provider that knows the form of the credential decides alone.
 */
public final class UnknownCaller extends AccountStatusException {

    private static final long serialVersionUID = 1L;

    private final transient Actor actor;
    private final transient Failure failure;

    /** @param reason shown to the caller; contains nothing beyond what the caller has sent */
    public UnknownCaller(String reason) {
        this(Actor.ANONYMOUS, reason);
    }

    /** @param actor names the key if it is known, but not accepted */
    public UnknownCaller(Actor actor, String reason) {
        this(actor, Failure.of(ProblemCode.UNAUTHENTICATED, reason));
    }

    /** A caller that cannot be known at the moment. */
    public UnknownCaller(Failure failure) {
        this(Actor.ANONYMOUS, failure);
    }

    private UnknownCaller(Actor actor, Failure failure) {
        super(failure.detail());
        this.actor = actor;
        this.failure = failure;
    }

    public Actor actor() {
        return actor;
    }

    Failure failure() {
        return failure;
    }

    /** It has no stack trace: the reason is enough, and anybody can cause as many as they like. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
