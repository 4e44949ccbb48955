package dev.linkgate.protocol;

import java.util.List;
import java.util.Locale;

/** Ends a request with a {@link Refusal}. It has no stack trace, because it is not an error. */
public final class RequestRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final transient List<Object> parameters;

    RequestRefused(Refusal refusal, Object... parameters) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
        this.parameters = List.of(parameters);
    }

    public Refusal refusal() {
        return refusal;
    }

    /** The parameters of the text. */
    public List<Object> parameters() {
        return parameters;
    }

    public ApiError error(Refusal.Generation generation) {
        String detail = String.format(Locale.ROOT, refusal.text(generation), parameters.toArray());
        return new ApiError(refusal.status(), refusal.code(generation), detail, refusal.listed(generation, parameters));
    }
}
