package dev.linkgate.audit;

/** What the audit makes of an exception, for tests of those who throw it. */
public final class Outcomes {

    private Outcomes() {}

    public static String result(Throwable thrown, boolean write) {
        return (write ? Outcome.ofWrite(thrown) : Outcome.ofRead(thrown))
                .result()
                .name();
    }
}
