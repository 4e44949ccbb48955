package dev.linkgate.observability;

/** Every metric of the gateway's own. Labels never hold an id of a project, a link or an endpoint. */
public enum Metric {
    /** Timer. Labels: {@code method}, {@code route} (a pattern, or none), {@code status}. */
    REQUESTS("linkgate.requests", "Requests of callers"),
    /** Timer. Labels: {@code method}, {@code outcome} (a status, a problem code, or no-answer). */
    ATLAS_CALLS("linkgate.atlas.calls", "Calls to Atlas, retries and challenges included"),
    /** Counter. Labels: {@code cause} (a status, not-connected, or no-answer). */
    ATLAS_RETRIES("linkgate.atlas.retries", "Requests sent to Atlas again");

    private final String meterName;
    private final String description;

    Metric(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    public String meterName() {
        return meterName;
    }

    public String description() {
        return description;
    }
}
