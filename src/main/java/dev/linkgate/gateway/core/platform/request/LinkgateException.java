package dev.linkgate.gateway.core.platform.request;

/** Ends a request with a {@link Failure}. It has no stack trace: the failure is enough for a reader. */
public final class LinkgateException extends RuntimeException implements ToldFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final boolean doubtful;

    private LinkgateException(Failure failure, boolean doubtful) {
        super(failure.code() + ": " + failure.detail(), null, false, false);
        this.failure = failure;
        this.doubtful = doubtful;
    }

    LinkgateException(Failure failure) {
        this(failure, false);
    }

    /** The end of a write that may have been done although it failed. */
    public static LinkgateException doubtful(Failure failure) {
        return new LinkgateException(failure, true);
    }

    /** Whether what failed may have been done. */
    public boolean isDoubtful() {
        return doubtful;
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
