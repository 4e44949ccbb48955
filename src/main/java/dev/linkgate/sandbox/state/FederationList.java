package dev.linkgate.sandbox.state;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.protocol.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of Data Federation and Online Archive of each project, and their state over time. Except for refusals
 * it knows nothing of HTTP.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Each id exists at most once in a project. To add it again changes its comment, and silently nothing else.
 *   <li>An endpoint in AWS is usable at once. One in Azure is pending until Atlas has approved it.
 *   <li>A failed endpoint stays until it is removed. A removed one is gone at once.
 * </ol>
 */
public final class FederationList {

    private final InstantSource clock;
    private final Timing timing;
    private final Map<String, Map<String, Entry>> projects = new HashMap<>();

    public FederationList(InstantSource clock, Timing timing) {
        this.clock = clock;
        this.timing = timing;
    }

    /** The endpoints of a project, in the order in which they were added. */
    public synchronized List<AtlasFederationEndpoint> of(String project) {
        return entries(project).values().stream()
                .map(entry -> entry.state(clock.instant(), timing))
                .toList();
    }

    public synchronized Optional<AtlasFederationEndpoint> find(String project, String id) {
        return Optional.ofNullable(entries(project).get(key(id))).map(entry -> entry.state(clock.instant(), timing));
    }

    /**
     * Adds an endpoint, or changes the comment of the one with its id. An absent comment is a change, too; Atlas's
     * specification does not say.
     *
     * @param asked with a status in which it stays until it is removed, or without one for normal state changes
     * @param fate the final state of an endpoint that this adds
     * @throws RequestRefused if the provider has no such region, or it is not Atlas's name
     */
    public synchronized void add(String project, AtlasFederationEndpoint asked, Fate fate) {
        checkRegion(asked);
        Entry existing = entries(project).get(key(asked.endpointId()));
        if (existing != null) {
            existing.setComment(asked.comment());
        } else {
            entries(project).put(key(asked.endpointId()), new Entry(asked, clock.instant(), fate));
        }
    }

    /** @throws RequestRefused if there is no such endpoint */
    public synchronized void remove(String project, String id) {
        if (entries(project).remove(key(id)) == null) {
            throw Refusal.FEDERATION_ENDPOINT_NOT_FOUND.of(id, project);
        }
    }

    private static void checkRegion(AtlasFederationEndpoint asked) {
        Provider provider = asked.provider();
        String region = asked.region();
        if (region != null && !Regions.atlasName(provider, region).equals(region)) {
            throw Refusal.INVALID_REGION.of(region, provider.name());
        }
    }

    private Map<String, Entry> entries(String project) {
        return projects.computeIfAbsent(project, unseen -> new LinkedHashMap<>());
    }

    /** Azure compares its ids without regard to case; those of AWS are in small letters. */
    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    /** One endpoint and its state over time. Guarded by what holds it. */
    private static final class Entry {

        private static final String FAILURE = "failure approving the private endpoint request";

        private AtlasFederationEndpoint asked;
        private final Instant createdAt;
        private final Fate fate;

        /** @param asked with a status in which it stays until it is removed, or without one for normal state changes */
        Entry(AtlasFederationEndpoint asked, Instant createdAt, Fate fate) {
            this.asked = asked;
            this.createdAt = createdAt;
            this.fate = fate;
        }

        void setComment(@Nullable String comment) {
            asked = asked.withComment(comment);
        }

        /** The words of a state are not documented; these are the plainest ones. */
        AtlasFederationEndpoint state(Instant now, Timing timing) {
            if (asked.status() != null) {
                return asked;
            }
            boolean settled = !now.isBefore(
                    createdAt.plus(timing.endpointPendingAcceptance()).plus(timing.endpointPending()));
            return switch (fate) {
                case AVAILABLE -> asked.withState(settled || asked.provider() == Provider.AWS ? "OK" : "PENDING", null);
                case REJECTED, UNKNOWN ->
                    settled ? asked.withState("FAILED", FAILURE) : asked.withState("PENDING", null);
                case PENDING -> asked.withState("PENDING", null);
            };
        }
    }
}
