package dev.linkgate.gateway.request;

/** Ends a request with a {@link Failure}. It has no stack trace: the failure is enough for a reader. */
public final class LinkgateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    LinkgateException(Failure failure) {
        super(failure.code() + ": " + failure.detail(), null, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
