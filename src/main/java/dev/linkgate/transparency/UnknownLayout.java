package dev.linkgate.transparency;

import java.io.Serial;

/** Only a newer version of Linkgate can check a record. The message says why, as a clause without a full stop. */
public final class UnknownLayout extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    UnknownLayout(long layout) {
        super("the record has layout " + layout + ", and this version knows only layout " + CanonicalForm.LAYOUT);
    }
}
