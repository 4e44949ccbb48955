package dev.linkgate.gateway.feature.operations.replacement;

import dev.linkgate.gateway.feature.operations.Operation;
import dev.linkgate.gateway.feature.operations.Step;
import java.util.Locale;

/** The steps of replacing an endpoint. */
public enum ReplaceStep implements Step {
    REMOVING,
    WAITING_FOR_REMOVAL,
    ADDING,
    WAITING_FOR_CONNECTION,
    /** Atlas removed the link with the endpoint. */
    CREATING_LINK,
    WAITING_FOR_LINK;

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The current step of a replacement. */
    static ReplaceStep of(Operation replacement) {
        return valueOf(replacement.step().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
