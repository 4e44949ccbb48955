package dev.linkgate.transparency;

import java.io.Serial;

/**
 * A line of an export is not as a gateway writes it. The message says from where on, as a clause without a full stop.
 */
public final class MalformedLine extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    MalformedLine(String message) {
        super(message);
    }
}
