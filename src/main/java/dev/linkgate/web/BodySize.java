package dev.linkgate.web;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;

/** How large a request's body may be: as large as any request of the gateway can need. */
public final class BodySize {

    public static final int MAX_BYTES = 64 * 1024;

    private BodySize() {}

    /** What whoever reads one byte more than {@link #MAX_BYTES} throws. */
    public static LinkgateException exceeded() {
        return Failure.of(ProblemCode.BODY_TOO_LARGE, "The body is larger than 64 KiB.")
                .toException();
    }
}
