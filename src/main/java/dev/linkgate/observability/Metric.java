package dev.linkgate.observability;

/** Every metric of the gateway's own. Labels never hold an id of a project, a link or an endpoint. */
public enum Metric {
    /** Timer. Labels: {@code method}, {@code route} (a pattern, or none), {@code status}. */
    REQUESTS("linkgate.requests", "Requests of callers"),
    /** Timer. Labels: {@code method}, {@code outcome} (a status, a problem code, or no-answer). */
    ATLAS_CALLS("linkgate.atlas.calls", "Calls to Atlas, retries and challenges included"),
    /** Counter. Labels: {@code cause} (a status, not-connected, or no-answer). */
    ATLAS_RETRIES("linkgate.atlas.retries", "Requests sent to Atlas again"),
    /**
     * Counter. Label: {@code source} ({@code hit}: the answer was there, {@code joined}: it was under way, {@code read}:
     * Atlas was asked).
     */
    SHARED_READS("linkgate.reads", "Reads of links and endpoints by where the answer came from"),
    /** Gauge. No labels. */
    WAITERS("linkgate.waiters", "Callers that are held until an endpoint has settled"),
    /** Gauge. No labels. */
    POLLERS("linkgate.pollers", "Links that are polled because somebody waits for an endpoint"),
    /** Counter. No labels: the audit trail tells whose they were. */
    TEAM_REFUSALS("linkgate.team.refusals", "Requests refused because a team's share was used up");

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
