package dev.linkgate.cli.audit;

import java.io.Serial;

/** What was checked is not as it was written. The message says where and why. */
public final class Broken extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    Broken(String message) {
        super(message);
    }
}
