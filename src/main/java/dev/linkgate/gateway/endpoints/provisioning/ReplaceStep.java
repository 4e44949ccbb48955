package dev.linkgate.gateway.endpoints.provisioning;

import dev.linkgate.gateway.platform.operation.Operation;
import dev.linkgate.gateway.platform.operation.Step;
import java.util.Locale;

/** The steps of replacing an endpoint. */
enum ReplaceStep implements Step {
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
