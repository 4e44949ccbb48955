package dev.linkgate.gateway.platform.settings;

import java.util.Map;
import java.util.Optional;

/** Settings that a release had and that are gone: a start with one of them says what holds instead. */
final class GoneSettings {

    /** What holds instead, in a sentence. The names are in the metadata's form. */
    static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("linkgate.atlas.breaker.minimum", "A circuit breaker may open after 20 requests."),
            Map.entry("linkgate.atlas.breaker.trials", "5 requests decide whether a circuit breaker closes."),
            Map.entry("linkgate.atlas.breaker.window", "A circuit breaker considers the last 100 requests."),
            Map.entry("linkgate.atlas.rate.comfort", "Requests are counted below a quarter of Atlas's rate limit."),
            Map.entry("linkgate.atlas.retries.floor", "Up to 10 requests may be sent again at once."),
            Map.entry("linkgate.atlas.retries.floor-interval", "One request a second may always be sent again."),
            Map.entry("linkgate.atlas.retries.max-pause", "A pause is at most 5 s longer than Atlas asks for."),
            Map.entry("linkgate.atlas.retries.share", "A tenth of all requests may be sent again."),
            Map.entry("linkgate.audit.admin-queue", "1,024 of the administrator's records may wait for a commit."),
            Map.entry("linkgate.audit.batch", "A commit has at most 512 records."),
            Map.entry("linkgate.audit.queue", "8,192 records may wait for a commit."),
            Map.entry("linkgate.audit.team-queue", "2,048 records of one team may wait for a commit."),
            Map.entry("linkgate.events.max-team-streams", "A team may have 3/4 of linkgate.events.max-streams."),
            Map.entry(
                    "linkgate.idempotency.keep",
                    "Nothing is kept for an Idempotency-Key: with it a POST finds the endpoint that is there."),
            Map.entry("linkgate.operations.first-pause", "It is linkgate.operations.poll-interval."),
            Map.entry("linkgate.operations.max-pause", "A pause is at most 2 min."),
            Map.entry("linkgate.operations.max-tries", "A step may fail 30 times in a row."));

    private GoneSettings() {}

    /** @return what holds instead; empty if no release had a setting of this name */
    static Optional<String> sentence(SettingName name) {
        return SENTENCES.entrySet().stream()
                .filter(gone -> name.isNameOf(gone.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
