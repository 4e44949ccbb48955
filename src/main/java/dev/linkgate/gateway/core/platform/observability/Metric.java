package dev.linkgate.gateway.core.platform.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * All metrics of the gateway, each with its description. Labels never contain the id of a project, a link or an
 * endpoint.
 */
public enum Metric {
    /**
     * Timer, with Boot's name and labels: {@code method} and {@code uri} (a route's template), each UNKNOWN if the
     * gateway does not know it, {@code status}, {@code outcome} (SUCCESS, CLIENT_ERROR, SERVER_ERROR ...),
     * {@code exception} (the simple name of a class, or none).
     */
    REQUESTS("http.server.requests", "Requests of callers"),
    /**
     * Timer. Labels: {@code method}, {@code outcome} (a status, a problem code, or no-answer). One use of Atlas by a
     * caller's request, including waits, repetitions and challenges.
     */
    ATLAS_CALLS("linkgate.atlas.calls", "Calls to Atlas, challenges and the retries of reads included"),
    /**
     * Counter. Label: {@code source} ({@code hit}: the answer was held already, {@code joined}: its read was under way,
     * {@code read}: Atlas was asked).
     */
    SHARED_READS("linkgate.reads", "Reads of links and endpoints by where the answer came from"),
    /** Gauge. Label: {@code kind} (working, waiting). */
    REQUESTS_ACTIVE("linkgate.requests.active", "Requests that are being served"),
    /** Gauge, in seconds. No labels. Beyond 5 s either way the replica is not ready; 0 on SQLite. */
    CLOCK_OFFSET("linkgate.clock.offset", "How far the clock of this replica's host is ahead of the database's"),
    /** Gauge, bytes. No labels. */
    BYTES_KEPT("linkgate.requests.bytes", "Bytes of bodies, and of answers that their callers have not taken yet"),
    /** Gauge, 0 to 1. No labels. Requests are refused from 0.80. */
    MEMORY_IN_USE("linkgate.memory.in.use", "Part of the heap that the last garbage collection left in use"),
    /** Gauge. No labels. */
    WAITERS("linkgate.waiters", "Callers that are held until an endpoint has settled"),
    /** Gauge. No labels. */
    POLLERS("linkgate.pollers", "Links, endpoints, and clusters of projects, that callers wait for or follow"),
    /** Counter. Labels: {@code result}: seen, or unseen (Atlas did not answer, or callers needed all requests). */
    FOLLOWING_READS("linkgate.following.reads", "Looks at endpoints and links that are followed after a write"),
    /** Gauge. No labels. */
    STREAMS("linkgate.streams", "Event streams that are open"),
    /** Counter. Labels: {@code kind} (as replace-endpoint), {@code result} (succeeded or failed). */
    OPERATIONS("linkgate.operations", "Operations that ended"),
    /** Counter. No labels: the audit trail names the teams. */
    TEAM_REFUSALS("linkgate.team.refusals", "Requests refused because a team's share was used up"),
    /**
     * Counter. Labels: {@code result}: stored, failed (its commit failed), or refused (the queue, the team's share of
     * it, or the disk was full).
     */
    AUDIT_RECORDS("linkgate.audit.records", "Audit records"),
    /** Timer. Each commit stores one or more records. */
    AUDIT_COMMITS("linkgate.audit.commits", "Commits of audit records"),
    /** Gauge. No labels. */
    AUDIT_QUEUE("linkgate.audit.queue", "Audit records that wait for a commit"),
    /** Gauge. No labels. Usually below 256 and what was stored in the last seconds. */
    AUDIT_TREE_BEHIND("linkgate.audit.tree.behind", "Audit records that are not in the tree of this replica yet"),
    /** Counter. Labels: {@code result}: made, or failed (each try that could not be made). */
    AUDIT_CHECKPOINTS("linkgate.audit.checkpoints", "Checkpoints of the audit trail that this replica signed"),
    /** Counter. Labels: {@code result}: written, or failed (each try to use the directory). */
    AUDIT_CHECKPOINT_FILES("linkgate.audit.checkpoint.files", "Files of checkpoints in the checkpoint directory"),
    /** Counter. Labels: {@code result}: made, or failed (nothing was removed). */
    AUDIT_ARCHIVES("linkgate.audit.archives", "Archives of the audit trail that this replica made"),
    /** Counter. Label: {@code kind} (outside-the-gateway). */
    AUDIT_FINDINGS("linkgate.audit.findings", "What happened at Atlas past the gateway"),
    /** Gauge. At most two intervals of the comparison old; NaN where nothing is compared. */
    AUDIT_FINDINGS_OPEN("linkgate.audit.findings.open", "Findings that are not acknowledged"),
    /** Gauge. No labels. Google's that are not port-mapped; NaN where nothing is compared. */
    LINKS_ENDING("linkgate.links.ending", "Links with endpoints that Atlas ends"),
    /**
     * Counter. Label: {@code result} (checked, held-back, no-credential, failed, project-unknown, or refused: Atlas
     * does not let the credential read the events).
     */
    AUDIT_RECONCILIATIONS("linkgate.audit.reconciliations", "Comparisons of a project's audit trail with Atlas"),
    /** Gauge, in seconds since 1970. No labels. 0 while this replica knows of none. */
    AUDIT_VERIFIED("linkgate.audit.verified.timestamp", "When the whole audit trail was checked last"),
    /** Gauge, 1 or 0. No labels. NaN where no check is known, and where another replica looks after it. */
    AUDIT_VALID("linkgate.audit.valid", "Whether the last check of the whole audit trail found it as it was written"),
    /** Gauge. No labels. What the last comparison with the trail found counts where that was made, for a day. */
    RIGHTS_UNSEALED("linkgate.rights.unsealed", "Rows that give rights, and have no valid seal or are not as recorded"),
    /**
     * Counter. Label: {@code kind} (administrator, identity, key, rules, shared-token). Counted by the replica that
     * follows the trail, after the event is stored.
     */
    PRIVILEGES_CHANGED(
            "linkgate.privileges.changed",
            "New rights of administrators, rules that were loosened, and uses of the administrator's token"),
    /** Gauge, 1 or 0: the last commit succeeded, and none has been under way for longer than the audit's timeout. */
    AUDIT_STORING("linkgate.audit.storing", "Whether audit records can be stored"),
    /** Gauge, 1 or 0. Writes are refused while it is 1. */
    AUDIT_ROLLED_BACK("linkgate.audit.rolled.back", "Whether the audit trail is not the one that was signed before"),

    AUDIT_UNCHECKED(
            "linkgate.audit.unchecked", "Whether the audit trail could not be held against its checkpoints lately"),
    /** Counter. Divided by the count of {@link #ATLAS_CALLS} it is the round trips a call costs: 1 without failures. */
    ATLAS_ROUND_TRIPS("linkgate.atlas.round.trips", "HTTP requests sent to Atlas"),
    /**
     * Counter. Labels: {@code reason}: none-shown (there was no nonce yet), stale (Atlas said so), or refused (Atlas
     * forgot a nonce silently, no longer accepts a token, or the key is wrong).
     */
    ATLAS_CHALLENGES("linkgate.atlas.challenges", "Answers of Atlas that ask for the credential again"),
    /** Counter. Labels: {@code cause} (a row of the fault table, as not-connected, rate-limited, failing). */
    ATLAS_RETRIES("linkgate.atlas.retries", "Requests sent to Atlas again"),
    /** Gauge. At 0, nothing is sent again until new requests or time refill the budget. */
    ATLAS_RETRY_BUDGET("linkgate.atlas.retry.budget", "Requests that may be sent to Atlas again at once"),
    /** Counter. Labels: {@code result}: done, not-done, or unknown. */
    ATLAS_READ_BACKS("linkgate.atlas.read.backs", "Writes without a clear answer that were read back"),
    /** Gauge: 0 closed, 1 half open, 2 open. Each project has its own breaker; this is the worst of them. */
    ATLAS_BREAKER_STATE("linkgate.atlas.breaker.state", "Worst state of the circuit breakers before Atlas"),
    /** Counter. */
    ATLAS_BREAKER_REFUSALS("linkgate.atlas.breaker.refusals", "Requests not sent because the breaker was open"),
    /** Counter. Labels: {@code resource} (a path's template). */
    ATLAS_DEPRECATED("linkgate.atlas.deprecated", "Answers of Atlas that call the resource's version deprecated"),
    /** Gauge, in seconds, negative afterwards. Labels: {@code resource} (a path's template). */
    ATLAS_SUNSET("linkgate.atlas.sunset", "Time until Atlas withdraws the resource's version"),
    /** Gauge. Only the number, because project ids are never labels. */
    ATLAS_BUCKETS("linkgate.atlas.buckets.scarce", "Projects whose rate limit at Atlas is nearly used up"),
    /** Gauge. Labels: {@code for}: backoff, retry-after, bucket, or team. */
    ATLAS_WAITERS("linkgate.atlas.waiters", "Requests that wait inside the gateway before they go to Atlas"),
    /** Gauge. Their names are at {@code GET /admin/credentials}. */
    CREDENTIALS_SUSPECT("linkgate.credentials.suspect", "Stored credentials that Atlas rejected the last time"),
    /** Gauge. {@code GET /admin/master-keys} has the ids of the keys that are missing here. */
    CREDENTIALS_UNREADABLE(
            "linkgate.credentials.unreadable",
            "Stored secrets, of credentials, API keys for Digest, audit keys and webhooks, that this replica cannot decrypt"),
    /** Gauge. At 0, the other master keys can be retired. {@code GET /admin/master-keys} has the numbers of each. */
    CREDENTIALS_OTHER_KEY(
            "linkgate.credentials.other.key",
            "Stored secrets, of credentials, API keys for Digest, audit keys and webhooks, that another master key than the first"
                    + " encrypts"),
    /**
     * Gauge, in seconds, negative afterwards; NaN if no secret's expiry is known. {@code GET /admin/credentials} has
     * all of them as {@code secretExpiresAt}.
     */
    CREDENTIALS_SECRET_EXPIRY(
            "linkgate.credentials.secret.expiry", "Time until the first secret of a service account expires at Atlas"),
    /**
     * Timer. Labels: {@code webhook}, {@code outcome} (delivered, the status of another answer, or no-answer). Test
     * deliveries count.
     */
    WEBHOOK_TRIES("linkgate.webhooks.tries", "Tries to deliver an event to a webhook"),
    /** Counter. Labels: {@code webhook}. */
    WEBHOOK_GIVEN_UP("linkgate.webhooks.given.up", "Events that were given up for a webhook"),
    /** Gauge. All webhooks together; the same on every replica, and at most a minute old. */
    WEBHOOK_WAITING("linkgate.webhooks.waiting", "Events that wait until a webhook was told"),
    /** Gauge, in seconds; 0 if none waits. At most a minute old. */
    WEBHOOK_LONGEST_WAIT(
            "linkgate.webhooks.longest.wait",
            "Time for which the first of the events that wait for a webhook has waited"),
    /** Gauge. Labels: {@code within} (7d, 30d). Expired keys do not count, nor do those that were rotated. */
    KEYS_EXPIRING("linkgate.keys.expiring", "API keys of teams and administrators that expire within this time"),
    /** Gauge, in seconds; NaN if no valid key expires. */
    KEYS_NEXT_EXPIRY("linkgate.keys.next.expiry", "Time until the next API key of a team or an administrator expires");

    private final String meterName;
    private final String description;

    Metric(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    public String meterName() {
        return meterName;
    }

    public Counter.Builder counter() {
        return Counter.builder(meterName).description(description);
    }

    public Timer.Builder timer() {
        return Timer.builder(meterName).description(description);
    }

    public <T> Gauge.Builder<T> gauge(T of, ToDoubleFunction<T> value) {
        return Gauge.builder(meterName, of, value).description(description);
    }

    /** A gauge of a time, whose value is in seconds. */
    public <T> TimeGauge.Builder<T> secondsGauge(T of, ToDoubleFunction<T> value) {
        return TimeGauge.builder(meterName, of, TimeUnit.SECONDS, value).description(description);
    }
}
