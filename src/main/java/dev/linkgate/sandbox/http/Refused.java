package dev.linkgate.sandbox.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Ends a request with a {@link Refusal}. It has no stack trace, because it is not an error. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final transient List<Object> parameters;

    Refused(Refusal refusal, Object... parameters) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
        this.parameters = List.of(parameters);
    }

    public Reply reply(Refusal.Generation generation) {
        String detail = String.format(Locale.ROOT, refusal.text(generation), parameters.toArray());
        Reply reply =
                Reply.error(refusal.status(), refusal.code(generation), detail, refusal.listed(generation, parameters));
        return refusal == Refusal.RATE_LIMITED
                ? reply.with(Map.of("Retry-After", String.valueOf(parameters.get(1))))
                : reply;
    }
}
